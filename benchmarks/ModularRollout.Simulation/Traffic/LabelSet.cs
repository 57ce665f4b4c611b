using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Simulation.Traffic;

/// <summary>The labels of one guard: in which stretches each subject had an event, and the cells that follow from it.</summary>
/// <remarks>A stretch here is a stage of the ramp. A union of two sets has the stretches of both, so the order and repetition of merging do not matter.</remarks>
internal sealed class LabelSet
{
    private readonly Stage[] _stages;
    private readonly double[] _buckets;
    private readonly byte[] _stretches;
    private readonly LabelCell[] _cells;

    public LabelSet(Stage[] stages, double[] buckets)
    {
        _stages = stages;
        _buckets = buckets;
        _stretches = new byte[buckets.Length];
        _cells = new LabelCell[stages.Length * (stages.Length + 1)];
        for (int now = 0; now < stages.Length; now++)
        {
            for (int earlier = -1; earlier < now; earlier++)
            {
                double share = earlier < 0 ? stages[now].Share : LabelCell.ConditionalShare(stages[earlier].Share, stages[now].Share);
                _cells[Place(earlier, now)] = new LabelCell(share, 0, 0);
            }
        }
    }

    public ReadOnlySpan<LabelCell> Cells => _cells;

    /// <summary>Notes an event of a subject in a stretch.</summary>
    /// <returns>Whether that is new.</returns>
    public bool Add(int subject, int stretch)
    {
        int known = _stretches[subject], all = known | (1 << stretch);
        if (known == all)
        {
            return false;
        }

        Count(subject, known, -1);
        Count(subject, all, 1);
        _stretches[subject] = (byte)all;
        return true;
    }

    /// <summary>Goes through a subject's stretches: labelled as baseline it may be labelled again later, at the conditional share; as candidate it may not.</summary>
    private void Count(int subject, int stretches, int sign)
    {
        for (int now = 0, earlier = -1; now < _stages.Length; now++)
        {
            if ((stretches & (1 << now)) == 0)
            {
                continue;
            }

            bool isCandidate = _buckets[subject] < _stages[now].Share;
            LabelCell cell = _cells[Place(earlier, now)];
            _cells[Place(earlier, now)] = new LabelCell(cell.Share, cell.Candidate + (isCandidate ? sign : 0), cell.Total + sign);
            if (isCandidate)
            {
                return;
            }

            earlier = now;
        }
    }

    private int Place(int earlier, int now) => (now * (_stages.Length + 1)) + earlier + 1;
}
