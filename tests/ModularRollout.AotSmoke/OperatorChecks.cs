using System.Text;

namespace ModularRollout.AotSmoke;

/// <summary>Every test of the definitions, once true and once false.</summary>
internal static class OperatorChecks
{
    private static readonly (string Test, EvaluationContext Holds)[] s_tests =
    [
        ("\"in\": [\"x\"]", With("x")), ("\"in\": [5, true]", EvaluationContext.For("u").With("a", 5.0).Build()),
        ("\"in\": [\"X\"], \"ignoreCase\": true", With("x")), ($"\"in\": [{string.Join(", ", Enumerable.Range(0, 40).Select(static i => $"\"{i}\""))}]", With("17")),
        ("\"startsWith\": [\"ab\"]", With("abc")), ("\"endsWith\": [\"BC\"], \"ignoreCase\": true", With("abc")), ("\"contains\": [\"b\"]", With("abc")),
        ("\"matches\": \"^v[0-9]+$\"", With("v12")), ("\"lessThan\": 5", EvaluationContext.For("u").With("a", 4).Build()),
        ("\"atMost\": 5.5", EvaluationContext.For("u").With("a", 5).Build()), ("\"greaterThan\": 5", EvaluationContext.For("u").With("a", 5.5).Build()),
        ("\"atLeast\": 5", EvaluationContext.For("u").With("a", 5m).Build()), ("\"before\": \"2026-11-01T09:00:00Z\"", With("2026-11-01T08:00:00Z")),
        ("\"after\": \"2026-11-01T09:00:00Z\"", EvaluationContext.For("u").With("a", new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)).Build()),
        ("\"semver\": \">=2.4.0 <3.0.0\"", With("2.10.0")), ("\"cidr\": [\"10.0.0.0/8\"]", With("10.1.2.3")), ("\"cidr\": [\"2001:db8::/32\"]", With("2001:db8::1")),
        ("\"containsAny\": [\"x\", \"y\"]", EvaluationContext.For("u").With("a", ["y"]).Build()),
        ("\"containsAll\": [\"x\", \"y\"]", EvaluationContext.For("u").With("a", ["y", "x"]).Build()), ("\"exists\": true", With("")),
        ("\"bucketIn\": { \"salt\": \"s\", \"fromPercent\": 0, \"toPercent\": 100 }", EvaluationContext.For("u").With("a", Guid.Empty).Build()),
    ];

    public static void Run()
    {
        foreach ((string test, EvaluationContext holds) in s_tests)
        {
            FeatureGate gate = FeatureGate.FromJson(Encoding.UTF8.GetBytes(
                $$"""{ "flags": { "f": { "rules": [ { "when": { "attribute": "a", {{test}} }, "serve": "on" } ] } } }"""));
            Check.True($"{test} holds", gate.IsEnabled("f", holds));
            Check.True($"{test} fails without the attribute", !gate.IsEnabled("f", default));
            Check.True($"{test} is explained", gate.Current.Explain("f", holds).Decision.IsEnabled);
        }
    }

    private static EvaluationContext With(string value) => EvaluationContext.For("u").With("a", value).Build();
}
