using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Grammar;

/// <summary>The grammar of conditions.</summary>
internal static class ConditionGrammar
{
    public static readonly string Reference = SchemaType.Reference("condition");

    public static readonly GrammarObject<ConditionState> Bucket = new(
        "bucket",
        "a share of buckets",
        new("salt", SchemaType.Salt, "Shuffles the subjects: shares with one salt overlap, with two they are independent.",
            static (ref cursor, ref state) => state.Node.Operand = NameReader.ReadSalt(ref cursor), required: true),
        new("fromPercent", SchemaType.Percent, "Where the share begins on the line of buckets; 0 unless said.",
            static (ref cursor, ref state) => state.Node.FromPercent = NumberReader.TryPercent(ref cursor, out decimal from) ? from : 0),
        new("toPercent", SchemaType.Percent, "Where the share ends on the line of buckets.",
            static (ref cursor, ref state) => state.Node.ToPercent = NumberReader.TryPercent(ref cursor, out decimal to) ? to : 100, required: true));

    public static readonly GrammarObject<ConditionState> Condition = new("condition", "a condition", [.. Connectives(), .. TextTests(), .. OtherTests()])
    {
        UnknownCode = DefinitionCodes.UnknownTest,
        UnknownNoun = "a test or property",
        Constraints = """
            {"oneOf":[{"required":["all"]},{"required":["any"]},{"required":["not"]},{"required":["segment"]},{"required":["attribute"],"oneOf":[
            {"required":["in"]},{"required":["startsWith"]},{"required":["endsWith"]},{"required":["contains"]},{"required":["matches"]},
            {"required":["lessThan"]},{"required":["atMost"]},{"required":["greaterThan"]},{"required":["atLeast"]},{"required":["before"]},
            {"required":["after"]},{"required":["semver"]},{"required":["cidr"]},{"required":["containsAny"]},{"required":["containsAll"]},
            {"required":["exists"]},{"required":["bucketIn"]}]}]}
            """,
    };

    private static GrammarProperty<ConditionState>[] Connectives() =>
    [
        new("all", SchemaType.ListOf(Reference), "True if every condition is true.",
            static (ref cursor, ref state) => ConditionReader.ReadChildren(ref cursor, ref state, ConditionKind.All, "all")),
        new("any", SchemaType.ListOf(Reference), "True if at least one condition is true.",
            static (ref cursor, ref state) => ConditionReader.ReadChildren(ref cursor, ref state, ConditionKind.Any, "any")),
        new("not", Reference, "True if the condition is false.", ConditionReader.ReadNot),
        new("segment", SchemaType.FilledText, "True if the condition of the segment with this name is true.", ConditionReader.ReadSegment),
        new("attribute", SchemaType.FilledText, "The attribute to test: `targetingKey`, `$now`, or one of the context.", ConditionReader.ReadAttribute),
        new("ignoreCase", SchemaType.Boolean, "Whether strings compare ordinal-ignore-case.", ConditionReader.ReadIgnoreCase),
    ];

    private static GrammarProperty<ConditionState>[] TextTests() =>
    [
        Values("in", ConditionKind.In, SchemaType.SomeScalars, "True if the attribute equals one of the list."),
        Values("startsWith", ConditionKind.StartsWith, SchemaType.SomeTexts, "True if the string starts with one of the list."),
        Values("endsWith", ConditionKind.EndsWith, SchemaType.SomeTexts, "True if the string ends with one of the list."),
        Values("contains", ConditionKind.Contains, SchemaType.SomeTexts, "True if the string contains one of the list."),
        new("matches", SchemaType.Text, "True if the string matches the .NET regular expression, without backtracking.", TestReader.ReadPattern),
        Values("containsAny", ConditionKind.ContainsAny, SchemaType.SomeTexts, "True if the attribute's list has at least one of these strings."),
        Values("containsAll", ConditionKind.ContainsAll, SchemaType.SomeTexts, "True if the attribute's list has all of these strings."),
        new("semver", SchemaType.FilledText, "True if the version is in the range, such as `>=2.4.0 <3.0.0`.", TestReader.ReadSemVer),
        new("cidr", SchemaType.ListOf(SchemaType.FilledText, 1), "True if the IP address is in one of the blocks.", TestReader.ReadCidr),
    ];

    private static GrammarProperty<ConditionState>[] OtherTests() =>
    [
        Number("lessThan", ConditionKind.LessThan, "True if the number is less."),
        Number("atMost", ConditionKind.AtMost, "True if the number is less or equal."),
        Number("greaterThan", ConditionKind.GreaterThan, "True if the number is greater."),
        Number("atLeast", ConditionKind.AtLeast, "True if the number is greater or equal."),
        Instant("before", ConditionKind.Before, "True if the instant is earlier."),
        Instant("after", ConditionKind.After, "True if the instant is later."),
        new("exists", SchemaType.Boolean, "Whether the attribute must be there, or must not.", TestReader.ReadExists),
        new("bucketIn", SchemaType.Reference("bucket"), "True if the attribute's bucket is in the share.", TestReader.ReadBucket),
    ];

    private static GrammarProperty<ConditionState> Values(string name, ConditionKind kind, string schema, string description) =>
        new(name, schema, description, (ref cursor, ref state) => TestReader.ReadValues(ref cursor, ref state, kind, name));

    private static GrammarProperty<ConditionState> Number(string name, ConditionKind kind, string description) =>
        new(name, SchemaType.Number, description, (ref cursor, ref state) => TestReader.ReadNumber(ref cursor, ref state, kind, name));

    private static GrammarProperty<ConditionState> Instant(string name, ConditionKind kind, string description) =>
        new(name, SchemaType.Instant, description, (ref cursor, ref state) => TestReader.ReadInstant(ref cursor, ref state, kind, name));
}
