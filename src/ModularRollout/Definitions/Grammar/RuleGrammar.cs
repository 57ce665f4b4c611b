using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Grammar;

/// <summary>The grammar of rules, of what they serve, and of splits.</summary>
internal static class RuleGrammar
{
    private const string ServeOrSplit = """{"oneOf":[{"required":["serve"]},{"required":["split"]}]}""";

    public static readonly GrammarObject<SplitState> Split = new(
        "split",
        "a split",
        new("by", SchemaType.FilledText, "The attribute that is bucketed; `targetingKey` unless said.",
            static (ref cursor, ref state) => state.By = SplitReader.ReadBy(ref cursor)),
        new("salt", SchemaType.Salt, "Shuffles the subjects; the flag's name unless said.",
            static (ref cursor, ref state) => state.Salt = NameReader.ReadSalt(ref cursor)),
        new("weights", SchemaType.MapOf("""{"type":"number","minimum":0}""", 1), "The share of each variant, relative to the sum.",
            SplitReader.ReadWeights, required: true));

    public static readonly GrammarObject<RuleState> Rule = new(
        "rule",
        "a rule",
        new("name", SchemaType.FilledText, "What decisions by this rule are called.",
            static (ref cursor, ref state) => state.Rule.Name = ValueReader.TryFilledText(ref cursor, out string name) ? name : ""),
        new("when", ConditionGrammar.Reference, "Who the rule is for.", RuleReader.ReadCondition, required: true),
        Serve(),
        SplitBy())
    {
        Constraints = ServeOrSplit,
    };

    public static readonly GrammarObject<RuleState> Otherwise = new("otherwise", "`otherwise`", Serve(), SplitBy()) { Constraints = ServeOrSplit };

    private static GrammarProperty<RuleState> Serve() =>
        new("serve", SchemaType.FilledText, "The variant that is served.", RuleReader.ReadServe);

    private static GrammarProperty<RuleState> SplitBy() =>
        new("split", SchemaType.Reference("split"), "The variants that are served, by share.", SplitReader.Read);
}
