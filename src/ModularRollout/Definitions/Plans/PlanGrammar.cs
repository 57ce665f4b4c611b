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

    public static readonly GrammarObject<PlanState> Hours = new(
        "changeHours",
        "change hours",
        new("days", SchemaType.ListOf(SchemaType.Word(Days)), "The days on which exposure may rise.",
            static (ref cursor, ref state) => PlanValues.CheckWords(ref cursor, Days)),
        new("from", SchemaType.TimeOfDay, "When the hours begin.", static (ref cursor, ref state) => PlanValues.CheckTimeOfDay(ref cursor), required: true),
        new("to", SchemaType.TimeOfDay, "When the hours end.", static (ref cursor, ref state) => PlanValues.CheckTimeOfDay(ref cursor), required: true),
        PlanProperty.FilledText<PlanState>("timeZone", "The IANA time zone of the hours; UTC unless said."));

    public static readonly GrammarObject<StageState> Approval = new(
        "approval",
        "an approval",
        PlanProperty.Texts<StageState>("from", "The groups whose members may approve.", required: true),
        PlanProperty.Whole<StageState>("count", 1, "How many distinct actors must approve; 1 unless said."));

    public static readonly GrammarObject<StageState> Stage = new(
        "stage",
        "a stage",
        new("name", SchemaType.FilledText, "The stage's name.", static (ref cursor, ref stage) => ValueReader.TryFilledText(ref cursor, out stage.Parsed.Name), required: true),
        new("audience", SchemaType.FilledText, "The segment the stage reaches: a ring, which is not random.",
            static (ref cursor, ref stage) => stage.Parsed.Audience = ValueReader.TryFilledText(ref cursor, out string name) ? name : ""),
        new("percent", SchemaType.Percent, "The share the stage reaches.",
            static (ref cursor, ref stage) => stage.Parsed.Percent = NumberReader.TryPercent(ref cursor, out decimal percent) ? percent : 100),
        new("holdbackPercent", SchemaType.Percent, "The share that stays on the baseline, in the last stage.",
            static (ref cursor, ref stage) => NumberReader.TryPercent(ref cursor, out stage.Parsed.HoldbackPercent)),
        PlanProperty.Duration<StageState>("dwell", "The healthy time the stage must last."),
        PlanProperty.Whole<StageState>("minSubjects", 0, "The distinct candidate subjects with an outcome that the stage needs."),
        new("approval", SchemaType.Reference("approval"), "The sign-off the stage waits for.",
            static (ref cursor, ref stage) => Approval.Read(ref cursor, ref stage)),
        PlanProperty.Duration<StageState>("lastDrill", "How old the last drill may be."),
        PlanProperty.Duration<StageState>("window", "The longest time in the stage."),
        PlanProperty.Word<StageState>("onWindowEnd", WindowEnds, "What happens at the end of the window."))
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
        new("by", SchemaType.FilledText, "The attribute that is bucketed; `targetingKey` unless said.",
            static (ref cursor, ref plan) => plan.Parsed.By = SplitReader.ReadBy(ref cursor)),
        new("start", SchemaType.Either(SchemaType.Word(Starts), SchemaType.Instant), "When the rollout starts; `manual` unless said.",
            static (ref cursor, ref state) => PlanValues.CheckStart(ref cursor)),
        PlanProperty.FilledText<PlanState>("hypothesis", "What the rollout is expected to show."),
        PlanProperty.Texts<PlanState>("after", "The flags whose rollouts must have completed."),
        PlanProperty.Texts<PlanState>("conflictsWith", "The flags whose rollouts must not run at the same time."),
        PlanProperty.Word<PlanState>("measure", Measures, "Where outcomes come from; `switch` unless said."),
        new("stages", SchemaType.ListOf(SchemaType.Reference("stage"), 1), "The steps of exposure, in order.", PlanReader.ReadStages, required: true),
    ];

    private static GrammarProperty<PlanState>[] Judgement() =>
    [
        new("guards", SchemaType.ListOf(SchemaType.Reference("guard")), "The rules over outcomes that stop, hold or allow the rollout.", PlanReader.ReadGuards),
        PlanProperty.Fraction<PlanState>("falseRollback", "The accepted chance of rolling back a good candidate."),
        PlanProperty.Fraction<PlanState>("falseAdvance", "The accepted chance of proving a bad candidate."),
        PlanProperty.Whole<PlanState>("minOutcomes", 0, "The settled outcomes an arm needs in a stage."),
        PlanProperty.Duration<PlanState>("settle", "How old an outcome is when it is judged."),
        PlanProperty.Duration<PlanState>("window", "The longest time in a stage."),
        PlanProperty.Word<PlanState>("onWindowEnd", WindowEnds, "What happens at the end of the window."),
        PlanProperty.Duration<PlanState>("maxBlind", "The longest time with decisions but without outcomes."),
        PlanProperty.Word<PlanState>("onBlind", Reactions, "What happens after that time."),
        PlanProperty.Word<PlanState>("onBreach", Reactions, "What happens when a guard reaches its limit."),
    ];

    private static GrammarProperty<PlanState>[] Conduct() =>
    [
        new("changeHours", SchemaType.Reference("changeHours"), "When exposure may rise.",
            static (ref cursor, ref plan) => Hours.Read(ref cursor, ref plan)),
        PlanProperty.Texts<PlanState>("probes", "The synthetic checks that are run before and during a stage."),
        PlanProperty.Texts<PlanState>("reportBy", "The attributes by whose values the impact is reported."),
        PlanProperty.Word<PlanState>("restart", Restarts, "Whether a new attempt uses new buckets."),
        PlanProperty.Whole<PlanState>("maxAttempts", 1, "The most attempts."),
        PlanProperty.Texts<PlanState>("escalateTo", "Who is told of every hold, breach and refusal."),
    ];

}
