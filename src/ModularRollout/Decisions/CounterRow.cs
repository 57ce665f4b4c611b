using System.Runtime.CompilerServices;

namespace ModularRollout.Decisions;

/// <summary>The counts of one thread: one writer, any number of readers, no atomic operation.</summary>
/// <remarks>Counts live in pages that are allocated when they are first touched.</remarks>
internal sealed class CounterRow
{
    private const int PageBits = 6;
    private const int PageMask = (1 << PageBits) - 1;

    private long[]?[] _pages = [];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Increment(int id)
    {
        long[]?[] pages = _pages;
        int page = id >> PageBits;
        if ((uint)page < (uint)pages.Length && pages[page] is { } counts)
        {
            counts[id & PageMask]++;
            return;
        }

        IncrementNew(id);
    }

    /// <summary>Adds every count to <paramref name="totals"/>, which is long enough.</summary>
    public void AddTo(Span<long> totals)
    {
        long[]?[] pages = Volatile.Read(ref _pages);
        for (int page = 0; page < pages.Length; page++)
        {
            if (Volatile.Read(ref pages[page]) is { } counts)
            {
                int first = page << PageBits;
                for (int i = 0; i < counts.Length && first + i < totals.Length; i++)
                {
                    totals[first + i] += Volatile.Read(ref counts[i]);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void IncrementNew(int id)
    {
        int page = id >> PageBits;
        if (page >= _pages.Length)
        {
            var longer = new long[]?[Math.Max(page + 1, _pages.Length * 2)];
            _pages.CopyTo(longer, 0);
            Volatile.Write(ref _pages, longer);
        }

        var counts = new long[PageMask + 1];
        counts[id & PageMask] = 1;
        Volatile.Write(ref _pages[page], counts);
    }
}
