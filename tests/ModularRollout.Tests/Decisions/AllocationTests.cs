using System.Text.Json.Serialization;

namespace ModularRollout.Tests.Decisions;

/// <summary>Counters are on, as always; nobody listens.</summary>
[Collection(ProcessWide.Name)]
public sealed partial class AllocationTests : IDisposable
{
    private readonly TelemetryGate _gate = new("allocation");
    private readonly EvaluationContext _context = EvaluationContext.For("user-1").With("country", "AT").Build();

    public void Dispose() => _gate.Dispose();

    [Theory]
    [InlineData("constant")]
    [InlineData("disabled")]
    [InlineData("text")]
    [InlineData("number")]
    [InlineData("object")]
    [InlineData("split")]
    [InlineData("weights")]
    [InlineData("rules")]
    [InlineData("dated")]
    [InlineData("requires")]
    [InlineData("nobody")]
    public void Decide_Warm_AllocatesNothing(string flag)
    {
        string name = _gate.Name(flag);
        var boolean = new FlagKey<bool>(name, false);
        var text = new FlagKey<string>(name, "");
        EvaluationContext forced = EvaluationContext.For("user-1").Force(name, "off").Build();
        using FeatureScope scope = _gate.Gate.OpenScope();
        FeatureSnapshot pin = _gate.Gate.Current;

        AllocatesNothing(() =>
        {
            foreach (IFeatureGate gate in (ReadOnlySpan<IFeatureGate>)[_gate.Gate, scope, pin])
            {
                gate.Decide(name, _context);
                gate.Decide(name, default);
                gate.Decide(name, forced);
                gate.Decide(boolean, _context);
                gate.Decide(boolean, default);
                gate.Decide(text, forced);
                gate.Get(boolean, _context);
                gate.Get(text, _context);
            }
        });
    }

    [Fact]
    public void Decide_TargetedSubject_AllocatesNothing()
    {
        var target = new EvaluationContext("user-7");

        AllocatesNothing(() => _gate.Gate.Decide("allocation.rules", target));
    }

    [Fact]
    public void Decide_Killed_AllocatesNothing()
    {
        var key = new FlagKey<bool>("allocation.split", true);
        _gate.Gate.Directory.GetOrAdd("allocation.split").Killed = true;

        AllocatesNothing(() => _gate.Gate.Decide(key, _context));

        Assert.Equal(DecisionReason.Disabled, _gate.Gate.Decide(key, _context).Reason);
    }

    [Fact]
    public void Get_TypedObject_AllocatesNothing()
    {
        var key = new FlagKey<Layout>("allocation.object", new Layout(0), LayoutJson.Default.Layout);

        AllocatesNothing(() => _gate.Gate.Get(key, _context));

        Assert.Equal(7, _gate.Gate.Get(key, _context).Width);
    }

    [Fact]
    public void Decide_SeveralGatesOnAThread_AllocatesNothing()
    {
        using var other = new TelemetryGate("allocation");
        var key = new FlagKey<bool>("allocation.constant", true);

        AllocatesNothing(() =>
        {
            _gate.Gate.Decide(key, _context);
            other.Gate.Decide(key, _context);
        });
    }

    private static void AllocatesNothing(Action act)
    {
        for (int i = 0; i < 100; i++)
        {
            act();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            act();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    public sealed record Layout(int Width);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Layout))]
    private sealed partial class LayoutJson : JsonSerializerContext;
}
