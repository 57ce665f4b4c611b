using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModularRollout.Snapshots;

/// <summary>The places of all flag names a gate has ever seen, by name and by key. Grows only; reading takes no lock.</summary>
/// <remarks>An open-addressed table whose readers see either a whole entry or none; it is replaced by a larger one when half full.</remarks>
internal sealed class FlagDirectory
{
    private readonly object _lock = new();
    private readonly ConditionalWeakTable<FlagKey, FlagSlot> _keys = [];
    private FlagSlot?[] _table = new FlagSlot?[64];
    private volatile bool _isRetired;
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public FlagSlot? Find(string name) => Find(Volatile.Read(ref _table), name, HashOf(name));

    public FlagSlot GetOrAdd(string name)
    {
        ulong hash = HashOf(name);
        if (Find(Volatile.Read(ref _table), name, hash) is { } known)
        {
            return known;
        }

        lock (_lock)
        {
            return Find(_table, name, hash) ?? Add(name, hash);
        }
    }

    /// <summary>Makes room for that many names at once.</summary>
    public void Reserve(int names)
    {
        lock (_lock)
        {
            GrowTo(names);
        }
    }

    /// <summary>Gets the place of a key's flag: bound once, then found in the key, or in a weak table where another gate was first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FlagSlot Bind(FlagKey key)
    {
        FlagSlot first = Volatile.Read(ref key.Slot);
        if (ReferenceEquals(first.Directory, this))
        {
            return first;
        }

        return BindElsewhere(key);
    }

    /// <summary>Lets keys that were bound here first be bound by other gates.</summary>
    public void Retire() => _isRetired = true;

    private FlagSlot BindElsewhere(FlagKey key) => _keys.TryGetValue(key, out FlagSlot? slot) ? slot : BindAnew(key);

    private FlagSlot BindAnew(FlagKey key)
    {
        FlagSlot slot = GetOrAdd(key.Name);
        lock (_lock)
        {
            if (key.Json is { } json)
            {
                slot.Add(json);
            }

            FlagSlot first = Volatile.Read(ref key.Slot);
            bool isFree = first.Directory is null || first.Directory._isRetired;
            if (!isFree || !ReferenceEquals(Interlocked.CompareExchange(ref key.Slot, slot, first), first))
            {
                _keys.AddOrUpdate(key, slot);
            }
        }

        return slot;
    }

    private FlagSlot Add(string name, ulong hash)
    {
        GrowTo(_count + 1);
        var slot = new FlagSlot(this, name, hash, _count);
        Put(_table, slot);
        Volatile.Write(ref _count, _count + 1);
        return slot;
    }

    private void GrowTo(int names)
    {
        if (names <= _table.Length / 2)
        {
            return;
        }

        var larger = new FlagSlot?[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)names * 2)];
        foreach (FlagSlot? slot in _table)
        {
            if (slot is not null)
            {
                Put(larger, slot);
            }
        }

        Volatile.Write(ref _table, larger);
    }

    private static void Put(FlagSlot?[] table, FlagSlot slot)
    {
        int mask = table.Length - 1;
        int i = (int)slot.Hash & mask;
        while (table[i] is not null)
        {
            i = (i + 1) & mask;
        }

        Volatile.Write(ref table[i], slot);
    }

    private static FlagSlot? Find(FlagSlot?[] table, string name, ulong hash)
    {
        int mask = table.Length - 1;
        for (int i = (int)hash & mask; ; i = (i + 1) & mask)
        {
            FlagSlot? slot = table[i];
            if (slot is null || (slot.Hash == hash && slot.Name == name))
            {
                return slot;
            }
        }
    }

    private static ulong HashOf(string name) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(name.AsSpan()));
}
