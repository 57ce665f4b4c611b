using System.Text.Json;

namespace ModularRollout.Tests.Laws;

/// <summary>No context makes a decision throw, and each has a defined result.</summary>
public sealed class ContextLaws
{
    public static TheoryData<string> Tests => [.. Documents.Tests];

    [Theory]
    [MemberData(nameof(Tests))]
    public void Decide_AttributeOfEveryType_NeverThrowsAndExplains(string test)
    {
        FeatureGate gate = A.When($$"""{ "attribute": "a", {{test}} }""");
        foreach (string text in Documents.Values)
        {
            using var value = JsonDocument.Parse(text);
            EvaluationContext context = EvaluationContext.For("u").With("a", value.RootElement).Build();

            Assert.Equal(Told.By(gate.Decide(context)), Told.By(gate.Current.Explain(A.Name, context).Decision));
        }
    }

    [Theory]
    [MemberData(nameof(Tests))]
    public void Decide_StrangeText_NeverThrowsAndExplains(string test)
    {
        FeatureGate gate = A.When($$"""{ "attribute": "a", {{test}} }""");
        FeatureGate byKey = A.When($$"""{ "attribute": "targetingKey", {{test}} }""");
        foreach (string text in Strange())
        {
            EvaluationContext context = A.Subject(text, "a", text);

            Assert.Equal(Told.By(gate.Decide(context)), Told.By(gate.Current.Explain(A.Name, context).Decision));
            Assert.Equal(Told.By(gate.Decide(context)).IsEnabled, byKey.Decide(context).IsEnabled);
            Assert.NotEmpty(gate.Explain(context));
        }
    }

    [Fact]
    public void Decide_StrangeKey_IsPlacedAndTargeted()
    {
        FeatureGate gate = A.Flag(""" "targets": { "on": ["\ufffd"] }, "otherwise": { "split": { "weights": { "on": 1, "off": 1 } } } """);
        foreach (string key in Strange().Where(static key => key.Length > 0))
        {
            Decision decision = gate.Decide(A.Subject(key));

            Assert.Equal(DecisionReason.Split, decision.Reason);
            Assert.InRange(decision.Bucket!.Value, 0, 1 - Math.ScaleB(1, -53));
        }

        Assert.Equal(gate.Decide(A.Subject("\ud83d")).Hash, gate.Decide(A.Subject("\udc00")).Hash);
        Assert.Equal(DecisionError.TargetingKeyMissing, gate.Decide(A.Subject(null)).Error);
        Assert.Equal(DecisionError.TargetingKeyMissing, gate.Decide(A.Subject("")).Error);
    }

    [Fact]
    public void Decide_NoFlag_IsNotFound()
    {
        FeatureGate gate = A.Flag("");

        Assert.Equal(DecisionError.FlagNotFound, gate.Decide((string)null!, default).Error);
        Assert.Equal(DecisionError.FlagNotFound, gate.Decide((FlagKey)null!, default).Error);
        Assert.Equal("", gate.Decide((string)null!, default).Flag);
        Assert.Equal(DecisionError.FlagNotFound, gate.Current.Explain(null!, default).Decision.Error);
        Assert.Equal(DecisionError.FlagNotFound, gate.Current.Replay(null!, default, default).Error);
        Assert.Equal(DecisionError.FlagNotFound, gate.Decide(new string('x', 65_536), default).Error);
    }

    private static IEnumerable<string> Strange() =>
    [
        "", " ", "\0", "\ud83d", "\udc00", "\udc00\ud83d", "a\ud83d", new string('k', 65_536), new string('\ud83d', 65_536), new string('ü', 65_537),
        "\u202e\ufeff", "NaN", "1.2.3-" + new string('0', 2_000), "2026-13-45T99:99:99Z", "::::::::::", "999.999.999.999", new string('1', 400),
    ];
}
