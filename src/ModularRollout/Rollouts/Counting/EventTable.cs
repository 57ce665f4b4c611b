using System.Globalization;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Counting;

/// <summary>The distinct events of a plan's guards, each with a bit of its own.</summary>
internal sealed class EventTable
{
    private static readonly string[] s_quantiles = ["p50", "p90", "p99"];

    private readonly List<TableEvent> _events = [];
    private readonly List<string> _custom = [];
    private readonly List<int> _bitsOfCustom = [];
    private readonly int[][] _bitsOfGuards;
    private readonly bool[] _isPerSubject;

    public EventTable(RolloutPlan plan)
    {
        _bitsOfGuards = new int[plan.Guards.Count][];
        _isPerSubject = new bool[plan.Guards.Count];
        for (int i = 0; i < _bitsOfGuards.Length; i++)
        {
            RolloutGuard guard = plan.Guards[i];
            _bitsOfGuards[i] = BitsOf(guard.Events);
            ulong mask = 0;
            foreach (int bit in _bitsOfGuards[i])
            {
                mask |= 1ul << bit;
            }

            _isPerSubject[i] = guard.Per == GuardScope.Subject;
            bool isComparison = guard.NoMoreThan.IsComparison;
            Labelled |= isComparison ? mask : 0;
            CountedPerSubject |= !isComparison && _isPerSubject[i] ? mask : 0;
        }
    }

    public int Count => _events.Count;

    public IReadOnlyList<TableEvent> Events => _events;

    /// <summary>Gets the names of the custom events; their index is the record's code less the first one's.</summary>
    public string[] Custom => [.. _custom];

    /// <summary>Gets the events whose subjects are labelled: those of comparisons.</summary>
    public ulong Labelled { get; }

    /// <summary>Gets the events that are counted for the first outcome of each subject.</summary>
    public ulong CountedPerSubject { get; }

    /// <summary>Gets whether another plan's guards count the same events in the same way, guard by guard.</summary>
    public bool IsSame(EventTable other) => _events.Count == other._events.Count && _events.TrueForAll(known => other.IndexOf(known.Key) == IndexOf(known.Key))
        && Labelled == other.Labelled && CountedPerSubject == other.CountedPerSubject && _isPerSubject.AsSpan().SequenceEqual(other._isPerSubject)
        && Array.TrueForAll(_bitsOfGuards, bits => bits.AsSpan().SequenceEqual(other._bitsOfGuards[Array.IndexOf(_bitsOfGuards, bits)]));

    /// <summary>Gets the bits of a guard's events: one, or three for <c>slow</c>.</summary>
    public ReadOnlySpan<int> BitsOfGuard(int guard) => _bitsOfGuards[guard];

    /// <summary>Gets whether a guard's budget counts the first outcome of each subject.</summary>
    public bool IsPerSubject(int guard) => _isPerSubject[guard];

    /// <summary>Gets the bit of an event; -1 where no guard counts it.</summary>
    public int IndexOf(string key) => _events.FindIndex(known => known.Key == key);

    /// <summary>Gets the events that a custom event is.</summary>
    public ulong OfCustom(int custom) => 1ul << _bitsOfCustom[custom];

    /// <summary>Gets the events that an outcome is.</summary>
    /// <param name="isFailure">Whether it is a failure.</param>
    /// <param name="durationTicks">Its duration.</param>
    /// <param name="thresholds">The frozen latency of the baseline; <see langword="null"/> while there is none.</param>
    public ulong OfOutcome(bool isFailure, long durationTicks, BaselineLatency? thresholds)
    {
        ulong mask = 0;
        for (int bit = 0; bit < _events.Count; bit++)
        {
            TableEvent known = _events[bit];
            bool happened = known.Kind switch
            {
                GuardEventKind.Errors => isFailure,
                GuardEventKind.SlowerThan => durationTicks > known.Threshold.Ticks,
                GuardEventKind.Slow => thresholds is { } latency && durationTicks > latency[known.Quantile].Ticks,
                _ => false,
            };
            mask |= happened ? 1ul << bit : 0;
        }

        return mask;
    }

    private int[] BitsOf(GuardEvent happening) => happening.Kind switch
    {
        GuardEventKind.Errors => [BitOf(new TableEvent("errors", happening.Kind))],
        GuardEventKind.Slow => [SlowBit(0), SlowBit(1), SlowBit(2)],
        GuardEventKind.SlowerThan => [BitOf(new TableEvent(SlowerThan(happening.Threshold!.Value), happening.Kind, Threshold: happening.Threshold.Value))],
        _ => [CustomBit(happening.Name!)],
    };

    private static string SlowerThan(TimeSpan threshold) => string.Create(CultureInfo.InvariantCulture, $"slowerThan:{threshold.Ticks}");

    private int SlowBit(int quantile) => BitOf(new TableEvent("slow:" + s_quantiles[quantile], GuardEventKind.Slow, quantile));

    private int CustomBit(string name)
    {
        int bit = BitOf(new TableEvent("custom:" + name, GuardEventKind.Custom));
        if (!_bitsOfCustom.Contains(bit))
        {
            _custom.Add(name);
            _bitsOfCustom.Add(bit);
        }

        return bit;
    }

    private int BitOf(TableEvent happening)
    {
        int bit = IndexOf(happening.Key);
        if (bit < 0)
        {
            bit = _events.Count;
            _events.Add(happening);
        }

        return bit;
    }
}
