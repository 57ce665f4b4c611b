using ModularRollout.Definitions.Plans;
using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Grammar;

/// <summary>The grammar of flags.</summary>
internal static class FlagGrammar
{
    public static readonly GrammarObject<PrerequisiteState> Prerequisite = new(
        "prerequisite",
        "a prerequisite",
        new("flag", SchemaType.FilledText, "The flag that is required.", PrerequisiteReader.ReadFlag, required: true),
        new("is", SchemaType.ListOf(SchemaType.FilledText, 1), "The variants of which it must serve one.", PrerequisiteReader.ReadVariants, required: true));

    public static readonly GrammarObject<FlagScope> Flag = new("flag", "a flag", [.. Governance(), .. Behaviour()]);

    private static GrammarProperty<FlagScope>[] Governance() =>
    [
        new("description", SchemaType.Text, "What the flag switches.",
            static (ref cursor, ref state) => ValueReader.IsText(ref cursor)),
        new("kind", SchemaType.Word(GovernanceReader.Kinds), "What the flag is for; `release` unless said.", GovernanceReader.ReadKind),
        new("owner", SchemaType.FilledText, "The team that answers for the flag.",
            static (ref cursor, ref flag) =>
            {
                flag.Governance.HasOwner = true;
                ValueReader.CheckFilledText(ref cursor);
            }),
        new("operators", SchemaType.Texts, "Who may change the flag and its rollout.", CheckTexts),
        new("created", SchemaType.Date, "The day the flag was made.", static (ref cursor, ref state) => GovernanceReader.ReadDate(ref cursor)),
        new("expires", SchemaType.Date, "The last day the flag should live.", GovernanceReader.ReadExpires),
        new("permanent", SchemaType.Boolean, "Whether the flag is meant to stay.", GovernanceReader.ReadPermanent),
        new("removalPlan", SchemaType.FilledText, "What is deleted with the flag, and when.",
            static (ref cursor, ref flag) =>
            {
                flag.Governance.HasRemovalPlan = true;
                ValueReader.CheckFilledText(ref cursor);
            }),
        new("links", SchemaType.MapOf("""{"type":"string","format":"uri"}"""), "Where to read more, such as an issue.", GovernanceReader.ReadLinks),
        new("tags", SchemaType.Texts, "Words to find the flag by.", CheckTexts),
        new("touches", SchemaType.Texts, "The systems that bear the flag's risk.", CheckTexts),
    ];

    private static GrammarProperty<FlagScope>[] Behaviour() =>
    [
        new("variants", SchemaType.Named("""{"type":["boolean","string","number","object","array"]}""", 1),
            "The values the flag can serve, all of one type; `on` and `off` unless said.", VariantReader.Read),
        new("off", SchemaType.FilledText, "The variant that is served when the flag is off.",
            static (ref cursor, ref flag) => flag.Parsed.Off = flag.ReadMention(ref cursor)),
        new("enabled", SchemaType.Boolean, "Whether the flag decides at all; if not it serves `off`.", ReadEnabled),
        new("requires", SchemaType.ListOf(SchemaType.Reference("prerequisite")), "What other flags must serve, or else this one serves `off`.",
            Gate("requires", PrerequisiteReader.Read)),
        new("targets", SchemaType.MapOf("""{"type":"array","items":{"type":"string"}}"""), "The targeting keys that get a variant of their own.",
            Gate("targets", TargetReader.Read)),
        new("rules", SchemaType.ListOf(SchemaType.Reference("rule")), "Conditions and what they serve; the first match decides.",
            Gate("rules", RuleReader.ReadRules)),
        new("otherwise", SchemaType.Reference("otherwise"), "What is served when nothing else decides; `off` unless said.", RuleReader.ReadOtherwise),
        new("rollout", SchemaType.Reference("rollout"), "A plan that moves the flag from one variant to another.", PlanReader.Read),
    ];

    private static void CheckTexts(ref DefinitionCursor cursor, ref FlagScope flag) =>
        ListReader.ReadTexts(ref cursor, into: null, mayBeEmpty: true);

    private static void ReadEnabled(ref DefinitionCursor cursor, ref FlagScope flag)
    {
        flag.Gates.Add(("enabled", cursor.Position));
        if (ValueReader.TryBoolean(ref cursor, out bool enabled))
        {
            flag.Parsed.Enabled = enabled;
        }
    }

    private static PropertyReader<FlagScope> Gate(string name, PropertyReader<FlagScope> read) => (ref cursor, ref flag) =>
    {
        flag.Gates.Add((name, cursor.Position));
        read(ref cursor, ref flag);
    };
}
