using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace ModularRollout.Tests.Laws;

/// <summary>A valid document and a context to ask it about, both at random.</summary>
public sealed record Question(string[] Flags, string Context)
{
    internal string Document => DocumentOf(Flags);

    internal static string DocumentOf(IEnumerable<string> flags) =>
        $$"""{ "segments": { "s0": { "attribute": "country", "in": ["CH", "AT"] }, "s1": { "not": { "segment": "s0" } } }, "flags": { {{string.Join(", ", flags)}} } }""";

    /// <summary>Makes the context anew, by its text.</summary>
    internal EvaluationContext Subject()
    {
        using var json = System.Text.Json.JsonDocument.Parse(Context);
        EvaluationContextBuilder builder = EvaluationContext.For(json.RootElement.GetProperty("key").GetString());
        foreach (System.Text.Json.JsonProperty attribute in json.RootElement.GetProperty("attributes").EnumerateObject())
        {
            builder = builder.With(attribute.Name, attribute.Value.Clone());
        }

        return builder.Build();
    }

    public override string ToString() => $"{Context}\n{Document}";
}

/// <summary>Generates questions. Flag <c>f[i]</c> requires only flags before it, so that there is no circle.</summary>
public static class Documents
{
    private static readonly string[] s_attributes = ["country", "age", "beta", "when", "tags", "version", "ip", "targetingKey"];

    public static Arbitrary<Question> Questions() =>
        (from flags in Flags()
         from context in Context()
         select new Question(flags, context)).ToArbitrary();

    private static Gen<string[]> Flags() =>
        from count in Gen.Choose(1, 6)
        from flags in Gen.CollectToArray(Enumerable.Range(0, count), Flag)
        select flags;

    private static Gen<string> Flag(int index) =>
        from enabled in Gen.Frequency((9, Gen.Constant("")), (1, Gen.Constant("\"enabled\": false, ")))
        from requires in index == 0 ? Gen.Constant("") : Gen.Frequency((2, Gen.Constant("")), (1, Requires(index)))
        from targets in Gen.Frequency((2, Gen.Constant("")), (1, Gen.Constant("\"targets\": { \"on\": [\"user-1\", \"user-2\"], \"off\": [\"user-3\"] }, ")))
        from rules in Gen.Choose(0, 3).SelectMany(static n => Gen.ArrayOf(Rule(), n))
        from otherwise in Serve()
        select $$""" "f{{index}}": { {{enabled}}{{requires}}{{targets}}"rules": [ {{string.Join(", ", rules)}} ], "otherwise": { {{otherwise}} } } """;

    private static Gen<string> Requires(int index) =>
        from other in Gen.Choose(0, index - 1)
        from variant in Gen.Elements("on", "off")
        select $$""" "requires": [ { "flag": "f{{other}}", "is": ["{{variant}}"] } ], """;

    private static Gen<string> Rule() =>
        from condition in Condition(3)
        from serve in Serve()
        select $$"""{ "when": {{condition}}, {{serve}} }""";

    private static Gen<string> Serve() => Gen.Frequency(
        (2, Gen.Elements("\"serve\": \"on\"", "\"serve\": \"off\"")),
        (1, from weight in Gen.Choose(0, 1000)
            from attribute in Gen.Elements("", "\"by\": \"country\", ", "\"by\": \"age\", ", "\"salt\": \"x\", ")
            select $$""" "split": { {{attribute}}"weights": { "on": {{(weight / 10m).ToString(CultureInfo.InvariantCulture)}}, "off": 50 } } """));

    private static Gen<string> Condition(int depth) => depth == 0
        ? Test()
        : Gen.Frequency(
            (5, Test()),
            (1, Gen.Elements("{ \"segment\": \"s0\" }", "{ \"segment\": \"s1\" }")),
            (1, Condition(depth - 1).Select(static part => $$"""{ "not": {{part}} }""")),
            (1, from word in Gen.Elements("all", "any")
                from parts in Gen.Choose(1, 3).SelectMany(n => Gen.ArrayOf(Condition(depth - 1), n))
                select $$"""{ "{{word}}": [ {{string.Join(", ", parts)}} ] }"""));

    private static Gen<string> Test() =>
        from attribute in Gen.Elements(s_attributes)
        from test in Gen.Elements(Tests)
        select $$"""{ "attribute": "{{attribute}}", {{test}} }""";

    internal static readonly string[] Tests =
    [
        "\"in\": [\"CH\", 18, true]", "\"in\": [\"ch\"], \"ignoreCase\": true", "\"in\": [18.5, 41]", "\"startsWith\": [\"C\", \"u\"]",
        "\"endsWith\": [\"h\"], \"ignoreCase\": true", "\"contains\": [\"er-1\"]", "\"matches\": \"^[A-Z]+$\"", "\"lessThan\": 18", "\"atMost\": 18.5",
        "\"greaterThan\": -1e3", "\"atLeast\": 41", "\"before\": \"2026-11-01T09:00:00Z\"", "\"after\": \"2026-10-01T09:00:00+02:00\"", "\"semver\": \"^1.2.0\"",
        "\"cidr\": [\"10.0.0.0/8\", \"2001:db8::/32\"]", "\"containsAny\": [\"x\", \"y\"]", "\"containsAll\": [\"x\"], \"ignoreCase\": true", "\"exists\": true",
        "\"exists\": false", "\"bucketIn\": { \"salt\": \"b\", \"fromPercent\": 12.5, \"toPercent\": 60 }",
    ];

    private static Gen<string> Context() =>
        from key in Gen.Elements("null", "\"\"", "\"user-1\"", "\"user-2\"", "\"user-3\"", "\"user-4\"", "\"größe\"", "\"CH\"", "\"10.1.2.3\"")
        from count in Gen.Choose(0, 5)
        from attributes in Gen.ArrayOf(Attribute(), count)
        select $$"""{ "key": {{key}}, "attributes": { {{string.Join(", ", attributes.DistinctBy(static text => text.Split(':')[0]))}} } }""";

    private static Gen<string> Attribute() =>
        from name in Gen.Elements("country", "age", "beta", "when", "tags", "version", "ip")
        from value in Gen.Elements(Values)
        select $"\"{name}\": {value}";

    internal static readonly string[] Values =
    [
        "\"CH\"", "\"ch\"", "\"AT\"", "\"\"", "18", "41", "-1000", "{ \"double\": \"18.5\" }", "{ \"double\": \"NaN\" }", "{ \"double\": \"Infinity\" }", "{ \"double\": \"-Infinity\" }",
        "true", "false", "{ \"instant\": \"2026-10-15T00:00:00Z\" }", "\"2026-10-15T00:00:00Z\"", "[\"x\"]", "[\"X\", \"z\"]", "[]", "\"1.2.3\"", "\"2.0.0\"", "\"10.9.8.7\"", "\"2001:db8::1\"",
    ];
}
