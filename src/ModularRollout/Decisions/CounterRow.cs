using System.Runtime.CompilerServices;

namespace ModularRollout.Decisions;

/// <summary>The counts of one thread, or of one scope: one writer, any number of readers, no atomic operation.</summary>
/// <remarks>Counts live in pages that are allocated when they are first touched.</remarks>
internal sealed class CounterRow
{
    /// <summary>The numbers in a page; the first page is never counted in, so that 0 can mean "no counter yet".</summary>
    public const int PageSize = 1 << PageBits;

    private const int PageBits = 6;
    private const int PageMask = PageSize - 1;

    private CounterPage?[] _pages = [];

    public CounterRow(int countersId) => CountersId = countersId;

    /// <summary>Gets the number of the counters to which the row belongs: a reference would keep them alive as long as the thread.</summary>
    public int CountersId { get; }

    /// <summary>Counts one, where the page exists; the first page, of number 0, never does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryIncrement(int id)
    {
        CounterPage?[] pages = _pages;
        int page = id >> PageBits;
        if ((uint)page >= (uint)pages.Length || pages[page] is not { } counts)
        {
            return false;
        }

        counts.Counts[id & PageMask]++;
        return true;
    }

    /// <summary>Counts one, and adds the page if need be.</summary>
    public void Increment(int id)
    {
        if (!TryIncrement(id))
        {
            AddPage(id >> PageBits);
            _ = TryIncrement(id);
        }
    }

    /// <summary>Adds every count to <paramref name="totals"/>, which is long enough.</summary>
    public void AddTo(Span<long> totals)
    {
        CounterPage?[] pages = Volatile.Read(ref _pages);
        for (int page = 0; page < pages.Length; page++)
        {
            if (Volatile.Read(ref pages[page]) is { } counts)
            {
                int first = page << PageBits;
                for (int i = 0; i < PageSize && first + i < totals.Length; i++)
                {
                    totals[first + i] += Volatile.Read(ref counts.Counts[i]);
                }
            }
        }
    }

    private void AddPage(int page)
    {
        if (page >= _pages.Length)
        {
            var longer = new CounterPage?[Math.Max(page + 1, _pages.Length * 2)];
            _pages.CopyTo(longer, 0);
            Volatile.Write(ref _pages, longer);
        }

        Volatile.Write(ref _pages[page], new CounterPage());
    }

    /// <summary>The numbers lie in the page itself, so that counting needs no look at an array's length.</summary>
    private sealed class CounterPage
    {
        public PageCounts Counts;
    }

    [InlineArray(PageSize)]
    private struct PageCounts
    {
        private long _first;
    }
}
