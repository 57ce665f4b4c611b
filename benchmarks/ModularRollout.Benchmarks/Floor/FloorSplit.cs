using System.Numerics;
using ModularRollout.Snapshots;

namespace ModularRollout.Benchmarks.Floor;

/// <summary>A mix and some compares.</summary>
internal sealed class FloorSplit
{
    private readonly ulong _folded;
    private readonly ulong[] _bounds;
    private readonly FloorOutcome[] _outcomes;

    public FloorSplit(string salt, ulong[] bounds, FloorOutcome[] outcomes)
    {
        _folded = KeyHash.Fold(KeyHash.OfSalt(salt));
        _bounds = bounds;
        _outcomes = outcomes;
    }

    public FloorOutcome Pick(ulong key, out ulong hash)
    {
        hash = Mix(key, _folded);
        int i = 0;
        while (i < _bounds.Length && hash >= _bounds[i])
        {
            i++;
        }

        return _outcomes[i];
    }

    // XXH3 of eight bytes, written again here: the floor must not follow the engine.
    private static ulong Mix(ulong key, ulong folded)
    {
        ulong hash = BitOperations.RotateLeft(key, 32) ^ folded;
        hash ^= BitOperations.RotateLeft(hash, 49) ^ BitOperations.RotateLeft(hash, 24);
        hash *= 0x9FB21C651E98DF25;
        hash ^= (hash >> 35) + 8;
        hash *= 0x9FB21C651E98DF25;
        return hash ^ (hash >> 28);
    }
}
