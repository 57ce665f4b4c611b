using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModularRollout.AotSmoke;

/// <summary>Decide in every way, by every type, and explain.</summary>
internal static partial class DecisionChecks
{
    public static void Run()
    {
        FeatureGate gate = FeatureGate.FromJson(Document.Utf8);
        Decide(gate);
        Read(gate);
        Explain(gate);
    }

    private static void Decide(FeatureGate gate)
    {
        Check.Equal("disabled", DecisionReason.Disabled, gate.Decide("old", default).Reason);
        Check.Equal("unknown", DecisionError.FlagNotFound, gate.Decide("nope", default).Error);
        Check.Equal("target", DecisionReason.TargetingMatch, gate.Decide("checkout", new EvaluationContext("user-7")).Reason);
        Check.Equal("rule", "staff first", gate.Decide("checkout", EvaluationContext.For("user-1").With("email", "a@shop.example").Build()).Rule);
        Check.Equal("split", 0.07969640282, Math.Round(gate.Decide("checkout", new EvaluationContext("user-2")).Bucket ?? 0, 12));
        Check.True("split is on", gate.IsEnabled("checkout", new EvaluationContext("user-2")));
        Check.True("split is off", !gate.IsEnabled(new FlagKey<bool>("checkout", true), new EvaluationContext("user-1")));
        Check.Equal("forced", DecisionReason.Forced, gate.Decide("checkout", EvaluationContext.For("user-1").Force("checkout", "on").Build()).Reason);
        using FeatureScope scope = gate.OpenScope();
        Check.True("scope", scope.Decide("payments", default).IsEnabled);
    }

    private static void Read(FeatureGate gate)
    {
        var layout = new FlagKey<Layout>("layout", new Layout(0, null), SmokeJson.Default.Layout);
        Check.Equal("object", new Layout(3, "größer"), gate.Get(layout, default));
        Check.Equal("object without its key", new Layout(3, "größer"), gate.Decide("layout", default).Get(new Layout(0, null)));
        Check.Equal("element", 3, gate.Get(new FlagKey<JsonElement>("layout", default), default).GetProperty("columns").GetInt32());
        Check.Equal("int", 2500, gate.Get(new FlagKey<int>("limit", 0), default));
        Check.Equal("long", 2500L, gate.Get(new FlagKey<long>("limit", 0), default));
        Check.Equal("double", 2500.0, gate.Get(new FlagKey<double>("limit", 0), default));
        Check.Equal("decimal", 2500m, gate.Get(new FlagKey<decimal>("limit", 0), default));
        Check.Equal("mismatch", DecisionError.TypeMismatch, gate.Decide(new FlagKey<string>("limit", ""), default).Error);
    }

    private static void Explain(FeatureGate gate)
    {
        FlagExplanation explanation = gate.Current.Explain("checkout", new EvaluationContext("user-2"));
        Check.Equal("explained", "on", explanation.Decision.Variant);
        Check.True("explained with the bucket", explanation.ToString().Contains("hash 1466fbc3b7f9114f, bucket 0.079696", StringComparison.Ordinal));
        Check.Equal("replayed", "on", gate.Current.Replay("checkout", new EvaluationContext("user-2"), DateTimeOffset.UnixEpoch).Variant);
    }

    internal sealed record Layout(int Columns, string? Title);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Layout))]
    private sealed partial class SmokeJson : JsonSerializerContext;
}
