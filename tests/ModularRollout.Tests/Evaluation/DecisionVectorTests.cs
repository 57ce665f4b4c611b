using System.Globalization;
using System.Text.Json;

namespace ModularRollout.Tests.Evaluation;

/// <summary>Whole decisions against the golden vectors.</summary>
public sealed class DecisionVectorTests
{
    private static readonly FeatureGate s_gate = A.Gate(Vectors.Read("decisions.json", "document").GetRawText());

    public static TheoryData<int, string> Decisions
    {
        get
        {
            JsonElement[] vectors = [.. Vectors.Read("decisions.json", "decisions").EnumerateArray()];
            return [.. vectors.Select(static (vector, i) => (i, $"{vector.GetProperty("flag")} for {vector.GetProperty("key")} {vector.GetProperty("attributes")}"))];
        }
    }

    [Theory]
    [MemberData(nameof(Decisions))]
    public void Decide_GoldenVector_IsAsWritten(int index, string title)
    {
        JsonElement vector = Vectors.Read("decisions.json", "decisions")[index];
        string flag = vector.GetProperty("flag").GetString()!;
        EvaluationContext context = ContextOf(vector);

        Assert.NotEmpty(title);
        AssertIs(vector, s_gate.Decide(flag, context));
        AssertIs(vector, s_gate.Decide(new FlagKey<JsonElement>(flag, default), context));
        AssertIs(vector, s_gate.Current.Decide(flag, context));
        AssertIs(vector, s_gate.Current.Explain(flag, context).Decision);
        AssertIs(vector, s_gate.Current.Replay(flag, context, DateTimeOffset.UnixEpoch));
    }

    internal static EvaluationContext ContextOf(JsonElement vector)
    {
        EvaluationContextBuilder builder = EvaluationContext.For(vector.GetProperty("key").GetString());
        foreach (JsonProperty attribute in vector.GetProperty("attributes").EnumerateObject())
        {
            builder = builder.With(attribute.Name, attribute.Value);
        }

        return builder.Build();
    }

    private static void AssertIs(JsonElement vector, in Decision decision)
    {
        Assert.Equal(vector.GetProperty("flag").GetString(), decision.Flag);
        Assert.Equal(vector.GetProperty("variant").GetString(), decision.Variant);
        Assert.Equal(vector.GetProperty("enabled").GetBoolean(), decision.IsEnabled);
        Assert.Equal(vector.GetProperty("reason").GetString(), decision.Reason.ToString());
        Assert.Equal(vector.GetProperty("error").GetString(), decision.Error.ToString());
        Assert.Equal(vector.GetProperty("rule").GetString(), decision.Rule);
        Assert.Equal(vector.GetProperty("arm").GetString(), decision.Arm.ToString());
        Assert.Equal(vector.GetProperty("hash").GetString(), decision.Bucket is null ? null : decision.Hash.ToString("x16", CultureInfo.InvariantCulture));
        Assert.Equal(vector.GetProperty("bucket").ValueKind == JsonValueKind.Null ? null : vector.GetProperty("bucket").GetDouble(), decision.Bucket);
        Assert.True(JsonElement.DeepEquals(vector.GetProperty("value"), ValueOf(decision)));
        Assert.Equal(1, decision.SnapshotVersion);
    }

    private static JsonElement ValueOf(in Decision decision)
    {
        using var nothing = JsonDocument.Parse("null");
        return decision.Get(nothing.RootElement.Clone());
    }
}
