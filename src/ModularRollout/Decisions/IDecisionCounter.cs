using System.Runtime.CompilerServices;
using ModularRollout.Snapshots;

namespace ModularRollout.Decisions;

/// <summary>Counts decisions in the row at hand; a struct, so that each place of counting is compiled for itself.</summary>
internal interface IDecisionCounter
{
    /// <summary>Counts a decision, where the row has counted it before: the fast way.</summary>
    bool TryCount(CompiledDecision decision);

    /// <summary>Counts a decision.</summary>
    void Count(CompiledDecision decision);
}

/// <summary>Counts in the calling thread's row.</summary>
internal readonly struct ThreadCounter(DecisionCounters counters) : IDecisionCounter
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryCount(CompiledDecision decision) => counters.TryCount(decision);

    public void Count(CompiledDecision decision) => counters.Count(decision);
}

/// <summary>Counts in a scope's row; in the thread's once the scope has ended.</summary>
internal readonly struct ScopeCounter(DecisionCounters counters, CounterRow? row) : IDecisionCounter
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryCount(CompiledDecision decision) => row is not null && row.TryIncrement(decision.CounterId);

    public void Count(CompiledDecision decision)
    {
        if (row is null)
        {
            counters.Count(decision);
        }
        else
        {
            row.Increment(counters.IdOf(decision));
        }
    }
}
