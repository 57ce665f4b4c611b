using System.Text.Json;
using ModularRollout.Definitions.Grammar;
using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Plans;

/// <summary>The grammar of a plan's guards.</summary>
internal static class GuardGrammar
{
    public const string TimesBaseline = "timesBaseline";
    public const string Rate = "rate";
    public const string Slow = "slow";
    public const string Custom = "custom";

    public static readonly Words Events = new("a kind of event", "errors", Slow);
    public static readonly Words Per = new("what is counted", "outcome", "subject");

    public static readonly GrammarObject<GuardState> Event = new(
        "event",
        "an event",
        Choice("slowerThan", SchemaType.Duration, "Outcomes that take longer.", static (ref cursor, ref guard) => PlanValues.TryDuration(ref cursor, out _)),
        Choice(Custom, SchemaType.FilledText, "Outcomes with this name.",
            static (ref cursor, ref guard) => guard.CustomEvent = ValueReader.TryFilledText(ref cursor, out string name) ? name : null))
    {
        Constraints = """{"oneOf":[{"required":["slowerThan"]},{"required":["custom"]}]}""",
    };

    public static readonly GrammarObject<GuardState> Limit = new("limit", "a limit", Ratio("The tolerated ratio to the baseline."), Fraction("The tolerated fraction of 1."))
    {
        Constraints = """{"oneOf":[{"required":["timesBaseline"]},{"required":["rate"]}]}""",
    };

    public static readonly GrammarObject<GuardState> Proof = new(
        "proof", "a proof", Ratio("The ratio to the baseline that must be ruled out; 1.25 unless said."), Fraction("The fraction of 1 that must be ruled out; the guard's own unless said."))
    {
        Constraints = """{"not":{"required":["timesBaseline","rate"]}}""",
    };

    public static readonly GrammarObject<GuardState> Guard = new(
        "guard",
        "a guard",
        new("name", SchemaType.FilledText, "The guard's name.",
            static (ref cursor, ref guard) => guard.Name = ValueReader.TryFilledText(ref cursor, out string name) ? name : null, required: true),
        new("events", SchemaType.Either(SchemaType.Word(Events), SchemaType.Reference("event")), "The outcomes that count against the limit.", ReadEvents, required: true),
        new("noMoreThan", SchemaType.Reference("limit"), "The limit.", ReadLimit, required: true),
        PlanProperty.Word<GuardState>("per", Per, "Whether a budget counts every outcome, or the first of each subject in each stage, as unless said.",
            static (ref guard, _, position) => guard.PerPosition = position),
        PlanProperty.Word<GuardState>("onBreach", PlanGrammar.Reactions, "What happens when the limit is reached; what the plan says unless said.",
            static (ref guard, _, position) => guard.ReactionPosition = position),
        new("prove", SchemaType.Reference("proof"), "What must be proven before the rollout advances.", ReadProof),
        new("dryRun", SchemaType.Boolean, "Whether the guard only reports.", static (ref cursor, ref guard) => ValueReader.TryBoolean(ref cursor, out guard.IsDryRun)));

    private static void ReadEvents(ref DefinitionCursor cursor, ref GuardState guard)
    {
        guard.EventsPosition = cursor.Position;
        if (cursor.Token == JsonTokenType.StartObject)
        {
            guard.Events = ReadChoice(ref cursor, ref guard, Event);
        }
        else if (cursor.Token == JsonTokenType.String)
        {
            guard.Events = ValueReader.TryWord(ref cursor, Events, out int number) ? Events.All[number] : null;
        }
        else
        {
            ValueReader.WrongType(ref cursor, "`errors`, `slow`, or an object with `slowerThan` or `custom`");
        }
    }

    private static void ReadLimit(ref DefinitionCursor cursor, ref GuardState guard)
    {
        guard.LimitPosition = cursor.Position;
        guard.Limit = ReadChoice(ref cursor, ref guard, Limit);
    }

    private static void ReadProof(ref DefinitionCursor cursor, ref GuardState guard)
    {
        guard.ProofPosition = cursor.Position;
        guard.Proof = ReadChoice(ref cursor, ref guard, Proof, least: 0);
    }

    // Reads an object that has one of its properties, or none where that is allowed.
    private static string? ReadChoice(ref DefinitionCursor cursor, ref GuardState guard, GrammarObject<GuardState> grammar, int least = 1)
    {
        int position = cursor.Position;
        (guard.Choices, guard.Choice) = (0, null);
        if (grammar.Read(ref cursor, ref guard) && (guard.Choices < least || guard.Choices > 1))
        {
            string message = $"There are {guard.Choices} properties; write one of {string.Join(" and ", Array.ConvertAll(grammar.Names, static name => $"`{name}`"))}.";
            cursor.Reading.Error(DefinitionCodes.Conflict, position, message);
            return null;
        }

        return guard.Choice;
    }

    private static GrammarProperty<GuardState> Ratio(string description) =>
        Choice(TimesBaseline, SchemaType.Positive, description, static (ref cursor, ref guard) => PlanValues.CheckPositive(ref cursor, isFraction: false));

    private static GrammarProperty<GuardState> Fraction(string description) =>
        Choice(Rate, SchemaType.Fraction, description, static (ref cursor, ref guard) => PlanValues.CheckPositive(ref cursor, isFraction: true));

    private static GrammarProperty<GuardState> Choice(string name, string schema, string description, PropertyReader<GuardState> read) =>
        new(name, schema, description, (ref cursor, ref guard) =>
        {
            guard.Choices++;
            guard.Choice = name;
            read(ref cursor, ref guard);
        });
}
