using System.Runtime.CompilerServices;
using ModularRollout.Snapshots;

namespace ModularRollout.Decisions;

/// <summary>Counts decisions in the row at hand; a struct, so that each place of counting is compiled for itself.</summary>
internal interface IDecisionCounter
{
    /// <summary>Counts a decision, unless it or the row has never been counted before: <see cref="DecisionCounters.Count"/> sees to that.</summary>
    bool TryCount(CompiledDecision decision);
}

/// <summary>Counts in the calling thread's row.</summary>
internal readonly struct ThreadCounter(DecisionCounters counters) : IDecisionCounter
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryCount(CompiledDecision decision) => counters.TryCount(decision);
}

/// <summary>Counts in a scope's row.</summary>
internal readonly struct ScopeCounter(CounterRow? row) : IDecisionCounter
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryCount(CompiledDecision decision) => row is not null && row.TryIncrement(decision.CounterId);
}
