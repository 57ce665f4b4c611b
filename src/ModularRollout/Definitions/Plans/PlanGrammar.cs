using ModularRollout.Definitions.Grammar;
using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Plans;

/// <summary>The grammar of a rollout's plan and its stages.</summary>
internal static class PlanGrammar
{
    public static readonly Words Starts = new("a start", "manual", "onPublish");
    public static readonly Words Measures = new("a measure", "switch", "activity");
    public static readonly Words WindowEnds = new("what may happen at the end of the window", "hold", "rollback", "advance");
    public static readonly Words Reactions = new("a reaction", "hold", "rollback");
    public static readonly Words Restarts = new("a way to restart", "newBuckets", "sameBuckets");
    public static readonly Words Days = new("a day", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

    public static readonly GrammarObject<StageState> Approval = new(
        "approval",
        "an approval",
        new("from", SchemaType.SomeFilledTexts, "The groups whose members may approve.",
            static (ref cursor, ref stage) => ListReader.ReadTexts(ref cursor, into: null, mayBeEmpty: false), required: true),
        PlanProperty.Whole<StageState>("count", 1, "How many distinct actors must approve; 1 unless said."));

    public static readonly GrammarObject<StageState> Stage = new(
        "stage",
        "a stage",
        new("name", SchemaType.FilledText, "The stage's name.", static (ref cursor, ref stage) => ValueReader.TryFilledText(ref cursor, out stage.Parsed.Name), required: true),
        new("audience", SchemaType.FilledText, "The segment the stage reaches: a ring, which is not random.",
            static (ref cursor, ref stage) => stage.Parsed.Audience = ValueReader.TryFilledText(ref cursor, out string name) ? name : ""),
        new("percent", SchemaType.Percent, "The share the stage reaches.", StageReader.ReadPercent),
        new("holdbackPercent", SchemaType.Percent, "The share that stays on the baseline, in the last stage.", StageReader.ReadHoldback),
        PlanProperty.Duration<StageState>("dwell", "The healthy time the stage must last.",
            static (ref stage, dwell, position) => (stage.Dwell, stage.DwellPosition) = (dwell, position)),
        PlanProperty.Whole<StageState>("minSubjects", 0, "The distinct candidate subjects with an outcome that the stage needs.",
            static (ref stage, count, position) => (stage.MinSubjects, stage.MinSubjectsPosition) = (count, position)),
        new("approval", SchemaType.Reference("approval"), "The sign-off the stage waits for.",
            static (ref cursor, ref stage) => Approval.Read(ref cursor, ref stage)),
        PlanProperty.Duration<StageState>("lastDrill", "How old the last drill may be."),
        PlanProperty.Duration<StageState>("window", "The longest time in the stage; what the plan says unless said.", static (ref stage, window, _) => stage.Window = window),
        PlanProperty.Word<StageState>("onWindowEnd", WindowEnds, "What happens at the end of the window; what the plan says unless said."))
    {
        Constraints = """{"oneOf":[{"required":["audience"]},{"required":["percent"]}]}""",
    };

    public static readonly GrammarObject<PlanState> Plan = new("rollout", "a rollout", [.. Course(), .. Judgement(), .. Conduct()]);

    private static GrammarProperty<PlanState>[] Course() =>
    [
        new("candidate", SchemaType.FilledText, "The variant the rollout moves to.",
            static (ref cursor, ref plan) => plan.Parsed.Candidate = plan.Flag.ReadMention(ref cursor), required: true),
        new("baseline", SchemaType.FilledText, "The variant the rollout moves from.",
            static (ref cursor, ref plan) => plan.Parsed.Baseline = plan.Flag.ReadMention(ref cursor), required: true),
        new("by", SchemaType.FilledText, "The attribute that is bucketed; `targetingKey` unless said.", PlanReader.ReadBy),
        new("start", SchemaType.Either(SchemaType.Word(Starts), SchemaType.Instant), "When the rollout starts; `manual` unless said.",
            static (ref cursor, ref plan) => PlanValues.CheckStart(ref cursor)),
        PlanProperty.FilledText<PlanState>("hypothesis", "What the rollout is expected to show."),
        new("after", SchemaType.Texts, "The flags whose rollouts must have completed.", static (ref cursor, ref plan) => PlanReader.ReadFlags(ref cursor, plan.After)),
        new("conflictsWith", SchemaType.Texts, "The flags whose rollouts must not run at the same time.",
            static (ref cursor, ref plan) => PlanReader.ReadFlags(ref cursor, plan.ConflictsWith)),
        PlanProperty.Word<PlanState>("measure", Measures, "Where outcomes come from; `switch` unless said.",
            static (ref plan, measure, position) => plan.ActivityPosition = measure == Measures.All[1] ? position : 0),
        new("stages", SchemaType.ListOf(SchemaType.Reference("stage"), 1, PlanLimits.Stages), "The steps of exposure, in order.", StageReader.ReadAll, required: true),
    ];

    private static GrammarProperty<PlanState>[] Judgement() =>
    [
        new("guards", SchemaType.ListOf(SchemaType.Reference("guard"), 0, PlanLimits.Guards), "The rules over outcomes that stop, hold or allow the rollout.", GuardReader.ReadAll),
        PlanProperty.Fraction<PlanState>("falseRollback", "The accepted chance of rolling back a good candidate; 0.01 unless said."),
        PlanProperty.Fraction<PlanState>("falseAdvance", "The accepted chance of proving a bad candidate; 0.05 unless said."),
        PlanProperty.Whole<PlanState>("minOutcomes", 0, "The settled outcomes an arm needs in a stage; 100 unless said."),
        PlanProperty.Duration<PlanState>("settle", "How old an outcome is when it is judged; 60s unless said.", static (ref plan, settle, _) => plan.Settle = settle),
        PlanProperty.Duration<PlanState>("window", "The longest time in a stage.", static (ref plan, window, _) => plan.Window = window),
        PlanProperty.Word<PlanState>("onWindowEnd", WindowEnds, "What happens at the end of the window; `hold` unless said."),
        PlanProperty.Duration<PlanState>("maxBlind", "The longest time with decisions but without outcomes; 15m unless said."),
        PlanProperty.Word<PlanState>("onBlind", Reactions, "What happens after that time; `hold` unless said."),
        PlanProperty.Word<PlanState>("onBreach", Reactions, "What happens when a guard reaches its limit; `rollback` unless said."),
    ];

    private static GrammarProperty<PlanState>[] Conduct() =>
    [
        new("changeHours", SchemaType.Reference("changeHours"), "When exposure may rise.", PlanReader.ReadHours),
        new("probes", SchemaType.Texts, "The synthetic checks that are run before and during a stage.", PlanReader.ReadProbes),
        new("reportBy", SchemaType.Texts, "The attributes by whose values the impact is reported.", static (ref cursor, ref plan) => PlanReader.ReadReportBy(ref cursor)),
        PlanProperty.Word<PlanState>("restart", Restarts, "Whether a new attempt uses new buckets; `newBuckets` unless said."),
        PlanProperty.Whole<PlanState>("maxAttempts", 1, "The most attempts; 3 unless said."),
        PlanProperty.Texts<PlanState>("escalateTo", "Who is told of every hold, breach and refusal."),
    ];
}
