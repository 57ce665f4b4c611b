using System.Numerics;
using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Rollouts.Counting;

/// <summary>Counts the labels of one event by cell: in which stretch a subject was labelled, and in which one it had last been labelled as baseline.</summary>
internal sealed class CellTable
{
    /// <summary>The cell's earlier stretch for a subject that had no label.</summary>
    public const int Never = -1;

    private readonly StretchTable _stretches;
    private SortedDictionary<(int Earlier, int Stretch), (long Candidate, long Total)> _cells = [];

    public CellTable(StretchTable stretches) => _stretches = stretches;

    public IReadOnlyCollection<KeyValuePair<(int Earlier, int Stretch), (long Candidate, long Total)>> Cells => _cells;

    public CellTable Copy()
    {
        var copy = (CellTable)MemberwiseClone();
        copy._cells = new(_cells);
        return copy;
    }

    /// <summary>Counts the labels of one subject, or takes them back.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="labelled">The stretches in which it had the event, a bit each.</param>
    /// <param name="sign">1 or -1.</param>
    /// <remarks>
    /// In order of the stretches: the first one counts at its share ρ, a later one at (ρ − ρ')/(1 − ρ'), ρ' being the share at the last label as baseline. At an equal share its arm is
    /// known, and so it is once it was labelled as candidate: neither is a label.
    /// </remarks>
    public void Count(ulong subject, ulong labelled, int sign)
    {
        int earlier = Never;
        for (ulong rest = labelled; rest != 0; rest &= rest - 1)
        {
            int number = BitOperations.TrailingZeroCount(rest);
            if (_stretches[number] is not { HasBothArms: true } stretch || (earlier != Never && stretch.Bound <= _stretches[earlier]!.Bound))
            {
                continue;
            }

            bool isCandidate = stretch.IsCandidate(subject);
            Add((earlier, number), isCandidate ? sign : 0, sign);
            if (isCandidate)
            {
                return;
            }

            earlier = number;
        }
    }

    /// <summary>Adds to a cell.</summary>
    public void Add((int Earlier, int Stretch) cell, long candidate, long total)
    {
        (long candidates, long labels) = _cells.GetValueOrDefault(cell);
        _cells[cell] = (candidates + candidate, labels + total);
    }

    /// <summary>Gets the cells that hold labels, in order of their stretches.</summary>
    public StretchCell[] ToArray()
    {
        var cells = new List<StretchCell>(_cells.Count);
        foreach (((int Earlier, int Stretch) cell, (long candidate, long total)) in _cells)
        {
            if (total > 0)
            {
                cells.Add(new StretchCell(cell.Stretch, new LabelCell(ShareOf(cell), candidate, total)));
            }
        }

        return [.. cells];
    }

    private double ShareOf((int Earlier, int Stretch) cell)
    {
        double share = _stretches[cell.Stretch]!.Share;
        return cell.Earlier == Never ? share : LabelCell.ConditionalShare(_stretches[cell.Earlier]!.Share, share);
    }
}

/// <summary>The labels given in one stretch to subjects of one history.</summary>
internal readonly record struct StretchCell(int Stretch, LabelCell Cell);
