using System.Text.Json;

namespace ModularRollout.Tests.Snapshots.Conditions;

/// <summary>Every test of the definitions on every kind of attribute, against the golden vectors.</summary>
public sealed class OperatorVectorTests
{
    public static TheoryData<int, string> Operators
    {
        get
        {
            JsonElement[] vectors = [.. Vectors.Read("operators.json", "operators").EnumerateArray()];
            return [.. vectors.Select(static (vector, i) => (i, vector.GetProperty("test").ToString()))];
        }
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Matches_GoldenVector_HoldsAndFailsAsWritten(int index, string test)
    {
        JsonElement vector = Vectors.Read("operators.json", "operators")[index];
        FeatureGate gate = A.When(test);

        Assert.Equal(vector.GetProperty("absent").GetBoolean(), gate.Decide(default(EvaluationContext)).IsEnabled);
        Assert.All(vector.GetProperty("holds").EnumerateArray(), value => AssertIs(true, gate, test, value));
        Assert.All(vector.GetProperty("fails").EnumerateArray(), value => AssertIs(false, gate, test, value));
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Explain_GoldenVector_AgreesAtEveryStep(int index, string test)
    {
        JsonElement vector = Vectors.Read("operators.json", "operators")[index];
        FeatureGate gate = A.When(test);

        foreach (JsonElement value in vector.GetProperty("holds").EnumerateArray().Concat(vector.GetProperty("fails").EnumerateArray()))
        {
            FlagExplanation explanation = gate.Current.Explain(A.Name, ContextOf(test, value));
            ExplanationStep rule = explanation.Steps[1];

            Assert.Equal("rule rules[0]", rule.Text);
            Assert.Equal(explanation.Decision.IsEnabled, rule.Applies);
            Assert.Equal(explanation.Decision.IsEnabled, Assert.Single(rule.Steps).Applies);
        }
    }

    private static void AssertIs(bool expected, FeatureGate gate, string test, JsonElement value) =>
        Assert.True(expected == gate.Decide(ContextOf(test, value)).IsEnabled, $"{test} is not {expected} for {value}");

    private static EvaluationContext ContextOf(string test, JsonElement value) =>
        test.Contains("\"attribute\": \"targetingKey\"", StringComparison.Ordinal)
            ? new EvaluationContext(value.GetString())
            : EvaluationContext.For(null).With("a", value).Build();
}
