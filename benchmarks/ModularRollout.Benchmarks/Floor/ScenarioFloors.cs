using System.Runtime.CompilerServices;
using ModularRollout.Snapshots;

namespace ModularRollout.Benchmarks.Floor;

/// <summary>A: the outcome is known.</summary>
internal sealed class ConstantFloor<TCounter>(TCounter counter) : FloorGate
    where TCounter : struct, IFloorCounter
{
    private readonly FloorOutcome[] _flags = [new FloorOutcome(true, "on", 1)];

    [MethodImpl(MethodImplOptions.NoInlining)]
    public override FloorDecision Decide(int flag, in FloorContext context)
    {
        FloorOutcome[] flags = Volatile.Read(in _flags);
        FloorOutcome outcome = flags[flag];
        counter.Count(outcome.Counter);
        return Source.HasListeners() ? default : new FloorDecision(outcome, 0, this);
    }
}

/// <summary>B and D: the outcome lies in a bucket.</summary>
internal sealed class SplitFloor<TCounter>(TCounter counter, FloorSplit split) : FloorGate
    where TCounter : struct, IFloorCounter
{
    private readonly FloorSplit[] _flags = [split];

    [MethodImpl(MethodImplOptions.NoInlining)]
    public override FloorDecision Decide(int flag, in FloorContext context)
    {
        FloorSplit[] flags = Volatile.Read(in _flags);
        FloorOutcome outcome = flags[flag].Pick(context.KeyHash, out ulong hash);
        counter.Count(outcome.Counter);
        return Source.HasListeners() ? default : new FloorDecision(outcome, hash, this);
    }
}

/// <summary>C: three comparisons of texts, then a bucket.</summary>
internal sealed class RulesFloor<TCounter>(TCounter counter) : FloorGate
    where TCounter : struct, IFloorCounter
{
    private readonly string[] _countries = Copies("CH", "AT", "LI");
    private readonly string _plan = Copies("enterprise")[0];
    private readonly string _suffix = Copies("@shop.example")[0];
    private readonly FloorOutcome _on = new(true, "on", 1);
    private readonly FloorOutcome _off = new(false, "off", 2);
    private readonly FloorSplit _split = new(Scenarios.Rules, ShareBounds.Of([20m, 80m]), [new(true, "on", 3), new(false, "off", 4)]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public override FloorDecision Decide(int flag, in FloorContext context)
    {
        FloorOutcome outcome = Evaluate(context, out ulong hash);
        counter.Count(outcome.Counter);
        return Source.HasListeners() ? default : new FloorDecision(outcome, hash, this);
    }

    private FloorOutcome Evaluate(in FloorContext context, out ulong hash)
    {
        hash = 0;
        string[] texts = context.Texts!;
        foreach (string country in _countries)
        {
            if (texts[0] == country)
            {
                return _on;
            }
        }

        return texts[1] == _plan ? _on
            : texts[2].EndsWith(_suffix, StringComparison.Ordinal) ? _split.Pick(context.KeyHash, out hash)
            : _off;
    }

    private static string[] Copies(params string[] texts) => Array.ConvertAll(texts, static text => new string(text.AsSpan()));
}
