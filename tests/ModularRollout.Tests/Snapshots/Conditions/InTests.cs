namespace ModularRollout.Tests.Snapshots.Conditions;

/// <summary>Lists of texts are kept in two ways, which must not be told apart.</summary>
public sealed class InTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1_000)]
    public void In_ListOfAnyLength_RegardsCaseUnlessToldOtherwise(int length)
    {
        string list = string.Join(", ", Enumerable.Range(0, length).Select(static i => $"\"Ärger-{i}\""));
        using FeatureGate regarding = A.When($$"""{ "attribute": "a", "in": [{{list}}] }""");
        using FeatureGate ignoring = A.When($$"""{ "attribute": "a", "in": [{{list}}], "ignoreCase": true }""");
        string last = $"Ärger-{length - 1}";

        Assert.Equal([true, false, false], Ask(regarding, last, last.ToUpperInvariant(), $"Ärger-{length}"));
        Assert.Equal([true, true, false], Ask(ignoring, last, last.ToUpperInvariant(), $"Ärger-{length}"));
    }

    private static bool[] Ask(FeatureGate gate, params string[] values) => Array.ConvertAll(values, value => gate.IsEnabled(A.Name, A.Subject(null, "a", value)));
}
