using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Evidence;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>The statistics of one guard: one, or one for each of the three latency thresholds; and as many detectors for the time after completion.</summary>
internal sealed class GuardWatch
{
    /// <summary>The labels, of independent subjects, to a false alarm after completion.</summary>
    public const double LabelsToFalseAlarm = 100_000;

    private readonly GuardStatistic[] _statistics;
    private ShiryaevRobertsStatistic[] _detectors = [];
    private int _since;
    private int _stretch = 1;

    public GuardWatch(RolloutGuard guard)
    {
        Guard = guard;
        _statistics = new GuardStatistic[guard.Events.Kind == GuardEventKind.Slow ? 3 : 1];
        Reset([]);
    }

    public RolloutGuard Guard { get; }

    /// <summary>Gets whether the detectors of the time after completion give alarm; the mean of those of several thresholds has the same false alarms as one.</summary>
    public bool IsAlarm => IsDetecting && LogR >= LogLimitOfDetectors;

    /// <summary>Gets whether a detector judges, and no longer the statistics.</summary>
    public bool IsDetecting => _detectors.Length > 0;

    public static double LogLimitOfDetectors { get; } = Math.Log(LabelsToFalseAlarm);

    private double LogR => LogSum.Mean(Array.ConvertAll(_detectors, static detector => detector.LogR));

    /// <summary>Looks at a guard's evidence.</summary>
    /// <param name="totals">The evidence since <paramref name="since"/>; of a comparison that is completed, the labels since completion.</param>
    /// <param name="stretch">The number of the stretch, 1-based.</param>
    /// <param name="since">The stretch since which evidence counts; another one than before starts anew.</param>
    /// <param name="isCompleted">Whether the rollout is completed, and watched through its holdback.</param>
    public GuardLook Look(GuardTotals totals, int stretch, int since, bool isCompleted)
    {
        if (since != _since)
        {
            (_since, _stretch) = (since, 1);
            Reset([]);
            _detectors = [];
        }

        _stretch = Math.Max(_stretch, stretch);
        if (!Guard.NoMoreThan.IsComparison)
        {
            return _statistics[0].Look(totals.Events, totals.Outcomes, _stretch);
        }

        return isCompleted ? Detect(totals) : Compare(totals);
    }

    public bool IsProven(GuardTotals totals, double falseAdvance)
    {
        double log = Guard.Prove is { Rate: { } rate } ? BudgetStatistic.LogEProven(totals.Events, totals.Outcomes, rate)
            : Guard.Prove is { TimesBaseline: { } ratio } && totals.Cells.Length > 0 ? ProvenOf(totals, ratio)
            : double.NegativeInfinity;
        return log >= -Math.Log(falseAdvance);
    }

    /// <summary>Goes on from the same guard of an earlier plan; whether it judges as before, the stretch since which it counts will say.</summary>
    public void Follow(GuardWatch known)
    {
        if (known.Guard.NoMoreThan.TimesBaseline == Guard.NoMoreThan.TimesBaseline && known.Guard.NoMoreThan.Rate == Guard.NoMoreThan.Rate
            && known._statistics.Length == _statistics.Length)
        {
            Reset(Array.ConvertAll(known._statistics, static statistic => statistic.Save()));
            (_since, _stretch) = (known._since, known._stretch);
        }
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Guard.Name);
        writer.Write(_since);
        writer.Write(_stretch);
        Checkpoints.Write(writer, Array.ConvertAll(_statistics, static statistic => statistic.Save()));
        Checkpoints.Write(writer, Array.ConvertAll(_detectors, static detector => detector.Save()));
    }

    public static void Read(BinaryReader reader, Func<string, GuardWatch?> find)
    {
        GuardWatch? guard = find(reader.ReadString());
        (int since, int stretch) = (reader.ReadInt32(), reader.ReadInt32());
        GuardCheckpoint[] statistics = Checkpoints.ReadGuards(reader);
        GuardCheckpoint[] detectors = Checkpoints.ReadGuards(reader);
        if (guard is not null && guard._statistics.Length == statistics.Length)
        {
            (guard._since, guard._stretch) = (since, stretch);
            guard.Reset(statistics);
            guard._detectors = Array.ConvertAll(detectors, guard.Detector);
        }
    }

    private GuardLook Compare(GuardTotals totals)
    {
        Span<GuardLook> looks = stackalloc GuardLook[_statistics.Length];
        for (int i = 0; i < looks.Length; i++)
        {
            looks[i] = _statistics[i].Look(totals.Cells[i], _stretch);
        }

        return looks.Length == 1 ? looks[0] : GuardLook.Average(looks);
    }

    /// <summary>Looks after completion: the alarm of a detector is an action of its own, and no part of the sum of the guards.</summary>
    private GuardLook Detect(GuardTotals totals)
    {
        if (!IsDetecting)
        {
            _detectors = Array.ConvertAll(totals.Cells, _ => Detector(null));
        }

        for (int i = 0; i < _detectors.Length; i++)
        {
            _ = _detectors[i].Look(totals.Cells[i]);
        }

        return new GuardLook(LogR, LogR, excess: 0, mayBreach: false);
    }

    private ShiryaevRobertsStatistic Detector(GuardCheckpoint? checkpoint) => new(Guard.NoMoreThan.TimesBaseline!.Value, checkpoint);

    private static double ProvenOf(GuardTotals totals, double ratio)
    {
        // Of several thresholds every one has to be proven.
        double least = double.PositiveInfinity;
        foreach (LabelCell[] cells in totals.Cells)
        {
            least = Math.Min(least, ComparisonStatistic.LogEProven(cells, ratio));
        }

        return least;
    }

    private void Reset(GuardCheckpoint[] saved)
    {
        for (int i = 0; i < _statistics.Length; i++)
        {
            GuardCheckpoint? checkpoint = i < saved.Length ? saved[i] : null;
            _statistics[i] = Guard.NoMoreThan.TimesBaseline is { } ratio ? GuardStatistic.Comparison(ratio, checkpoint) : GuardStatistic.Budget(Guard.NoMoreThan.Rate!.Value, checkpoint);
        }
    }
}
