using System.Text.Json;
using ModularRollout.Definitions.Grammar;
using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Plans;

/// <summary>The grammar of a plan's guards.</summary>
internal static class GuardGrammar
{
    public static readonly Words Events = new("a kind of event", "errors", "slow");
    public static readonly Words Per = new("what is counted", "outcome", "subject");

    public static readonly GrammarObject<GuardState> Event = new(
        "event",
        "an event",
        Counted("slowerThan", SchemaType.Duration, "Outcomes that take longer.", static (ref cursor, ref state) => PlanValues.CheckDuration(ref cursor)),
        Counted("custom", SchemaType.FilledText, "Outcomes with this name.", static (ref cursor, ref state) => ValueReader.CheckFilledText(ref cursor)))
    {
        Constraints = """{"oneOf":[{"required":["slowerThan"]},{"required":["custom"]}]}""",
    };

    public static readonly GrammarObject<GuardState> Limit = new(
        "limit",
        "a limit",
        Counted("timesBaseline", SchemaType.Positive, "The tolerated ratio to the baseline.", static (ref cursor, ref state) => PlanValues.CheckPositive(ref cursor, isFraction: false)),
        Counted("rate", SchemaType.Fraction, "The tolerated fraction of 1.", static (ref cursor, ref state) => PlanValues.CheckPositive(ref cursor, isFraction: true)))
    {
        Constraints = """{"oneOf":[{"required":["timesBaseline"]},{"required":["rate"]}]}""",
    };

    public static readonly GrammarObject<GuardState> Guard = new(
        "guard",
        "a guard",
        new("name", SchemaType.FilledText, "The guard's name.",
            static (ref cursor, ref guard) => guard.Name = ValueReader.TryFilledText(ref cursor, out string name) ? name : null, required: true),
        new("events", SchemaType.Either(SchemaType.Word(Events), SchemaType.Reference("event")), "The outcomes that count against the limit.", ReadEvents, required: true),
        new("noMoreThan", SchemaType.Reference("limit"), "The limit.", static (ref cursor, ref guard) => ReadOne(ref cursor, ref guard, Limit), required: true),
        PlanProperty.Word<GuardState>("per", Per, "Whether every outcome counts, or one of each subject."),
        PlanProperty.Word<GuardState>("onBreach", PlanGrammar.Reactions, "What happens when the limit is reached."),
        new("prove", SchemaType.Reference("limit"), "What must be proven before the rollout advances.", static (ref cursor, ref guard) => ReadOne(ref cursor, ref guard, Limit)),
        new("dryRun", SchemaType.Boolean, "Whether the guard only reports.", static (ref cursor, ref guard) => ValueReader.TryBoolean(ref cursor, out _)));

    private static void ReadEvents(ref DefinitionCursor cursor, ref GuardState guard)
    {
        if (cursor.Token == JsonTokenType.StartObject)
        {
            ReadOne(ref cursor, ref guard, Event);
        }
        else if (cursor.Token == JsonTokenType.String)
        {
            ValueReader.TryWord(ref cursor, Events, out _);
        }
        else
        {
            ValueReader.WrongType(ref cursor, "`errors`, `slow`, or an object with `slowerThan` or `custom`");
        }
    }

    // Reads an object that has exactly one of its properties.
    private static void ReadOne(ref DefinitionCursor cursor, ref GuardState guard, GrammarObject<GuardState> grammar)
    {
        int position = cursor.Position;
        guard.Limits = 0;
        if (grammar.Read(ref cursor, ref guard) && guard.Limits != 1)
        {
            string message = $"There are {guard.Limits} properties; write one of {string.Join(" and ", Array.ConvertAll(grammar.Names, static name => $"`{name}`"))}.";
            cursor.Reading.Error(DefinitionCodes.Conflict, position, message);
        }
    }

    private static GrammarProperty<GuardState> Counted(string name, string schema, string description, PropertyReader<GuardState> read) =>
        new(name, schema, description, (ref cursor, ref guard) =>
        {
            guard.Limits++;
            read(ref cursor, ref guard);
        });
}
