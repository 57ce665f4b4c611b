namespace ModularRollout.Rollouts.Evidence;

/// <summary>
/// Keeps the cells of the last look in one form, so that neither their order nor their partition changes a verdict: sorted by share, one
/// cell a share, none empty.
/// </summary>
/// <remarks>Not thread-safe. Allocates only when the number of shares grows.</remarks>
internal sealed class CellLedger
{
    private LabelCell[] _cells = new LabelCell[4];
    private LabelCell[] _next = new LabelCell[4];
    private int _count;

    public ReadOnlySpan<LabelCell> Cells => _cells.AsSpan(0, _count);

    /// <summary>Gets the labels of all cells.</summary>
    public long Total { get; private set; }

    /// <summary>Takes new counters in place of the last ones.</summary>
    /// <returns>Whether they say anything new.</returns>
    public bool Take(ReadOnlySpan<LabelCell> cells)
    {
        if (_next.Length < cells.Length)
        {
            _next = new LabelCell[cells.Length];
        }

        int count = 0;
        long total = 0;
        foreach (LabelCell cell in cells)
        {
            count = cell.Total == 0 ? count : Put(cell, count);
            total += cell.Total;
        }

        if (_next.AsSpan(0, count).SequenceEqual(Cells))
        {
            return false;
        }

        (_cells, _next) = (_next, _cells);
        (_count, Total) = (count, total);
        return true;
    }

    private int Put(LabelCell cell, int count)
    {
        int place = count;
        while (place > 0 && _next[place - 1].Share > cell.Share)
        {
            place--;
        }

        if (place > 0 && _next[place - 1].Share == cell.Share)
        {
            LabelCell same = _next[place - 1];
            _next[place - 1] = new LabelCell(cell.Share, same.Candidate + cell.Candidate, same.Total + cell.Total);
            return count;
        }

        _next.AsSpan(place, count - place).CopyTo(_next.AsSpan(place + 1));
        _next[place] = cell;
        return count + 1;
    }
}
