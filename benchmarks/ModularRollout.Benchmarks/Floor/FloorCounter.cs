using System.Runtime.CompilerServices;

namespace ModularRollout.Benchmarks.Floor;

/// <summary>Counts one decision exactly. An interface because rows belong to a thread or to a scope.</summary>
internal interface IFloorCounter
{
    void Count(int id);
}

/// <summary>A row per thread.</summary>
internal readonly struct ThreadCounter : IFloorCounter
{
    [ThreadStatic]
    private static long[]? t_row;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Count(int id) => (t_row ?? NewRow())[id]++;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long[] NewRow() => t_row = new long[64];
}

/// <summary>A row that the scope owns.</summary>
internal readonly struct ScopeCounter() : IFloorCounter
{
    private readonly long[] _row = new long[64];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Count(int id) => _row[id]++;
}
