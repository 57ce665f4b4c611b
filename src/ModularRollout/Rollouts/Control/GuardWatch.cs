using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Evidence;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>The statistics of one guard: one, or one for each of the three latency thresholds; and a detector for the time after completion.</summary>
internal sealed class GuardWatch
{
    /// <summary>The labels, of independent subjects, to a false alarm after completion.</summary>
    public const double LabelsToFalseAlarm = 100_000;

    private readonly GuardStatistic[] _statistics;
    private ShiryaevRobertsStatistic? _detector;
    private LabelCell[] _finishedEpochs = [];
    private int _since;

    public GuardWatch(RolloutGuard guard)
    {
        Guard = guard;
        _statistics = new GuardStatistic[guard.Events.Kind == GuardEventKind.Slow ? 3 : 1];
        Reset([]);
    }

    public RolloutGuard Guard { get; }

    /// <summary>Gets whether the detector of the time after completion gives alarm.</summary>
    public bool IsAlarm => _detector?.IsAlarm(LabelsToFalseAlarm) ?? false;

    /// <summary>Looks at a guard's evidence.</summary>
    /// <param name="totals">The evidence since <paramref name="since"/>.</param>
    /// <param name="stretch">The number of the stretch, 1-based.</param>
    /// <param name="since">The stretch since which evidence counts; another one than before starts anew.</param>
    /// <param name="isCompleted">Whether the rollout is completed, and watched through its holdback.</param>
    public GuardLook Look(GuardTotals totals, int stretch, int since, bool isCompleted)
    {
        if (since != _since)
        {
            _since = since;
            _detector = null;
            Reset([]);
        }

        if (!Guard.NoMoreThan.IsComparison)
        {
            return _statistics[0].Look(totals.Events, totals.Outcomes, stretch);
        }

        if (isCompleted)
        {
            _detector ??= new ShiryaevRobertsStatistic(Guard.NoMoreThan.TimesBaseline!.Value);
            _ = _detector.Look([.. _finishedEpochs, .. totals.Cells[0]]);
            return Current();
        }

        for (int i = 0; i < _statistics.Length && i < totals.Cells.Length; i++)
        {
            _ = _statistics[i].Look(totals.Cells[i], stretch);
        }

        return Current();
    }

    public bool IsProven(GuardTotals totals, double falseAdvance)
    {
        double log = Guard.Prove is { Rate: { } rate } ? BudgetStatistic.LogEProven(totals.Events, totals.Outcomes, rate)
            : Guard.Prove is { TimesBaseline: { } ratio } && totals.Cells.Length > 0 ? ProvenOf(totals, ratio)
            : double.NegativeInfinity;
        return log >= -Math.Log(falseAdvance);
    }

    /// <summary>Ends an epoch after completion: from the next look on every subject may be labelled again.</summary>
    public void EndEpoch(GuardTotals totals) => _finishedEpochs = totals.Cells.Length == 0 ? _finishedEpochs : [.. _finishedEpochs, .. totals.Cells[0]];

    /// <summary>Goes on from the same guard of an earlier plan; whether it judges as before, the stretch since which it counts will say.</summary>
    public void Follow(GuardWatch known)
    {
        if (known.Guard.NoMoreThan.TimesBaseline == Guard.NoMoreThan.TimesBaseline && known.Guard.NoMoreThan.Rate == Guard.NoMoreThan.Rate
            && known._statistics.Length == _statistics.Length)
        {
            Reset(Array.ConvertAll(known._statistics, static statistic => statistic.Save()));
            _since = known._since;
            _detector = known._detector;
        }
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Guard.Name);
        writer.Write(_since);
        writer.Write(_statistics.Length);
        foreach (GuardStatistic statistic in _statistics)
        {
            Checkpoints.Write(writer, statistic.Save());
        }

        writer.Write(_detector is not null);
        if (_detector is not null)
        {
            Checkpoints.Write(writer, _detector.Save());
        }
    }

    public static void Read(BinaryReader reader, Func<string, GuardWatch?> find)
    {
        GuardWatch? guard = find(reader.ReadString());
        int since = reader.ReadInt32();
        var saved = new GuardCheckpoint[reader.ReadInt32()];
        for (int i = 0; i < saved.Length; i++)
        {
            saved[i] = Checkpoints.ReadGuard(reader);
        }

        GuardCheckpoint? detector = reader.ReadBoolean() ? Checkpoints.ReadGuard(reader) : null;
        if (guard is not null && guard._statistics.Length == saved.Length)
        {
            guard._since = since;
            guard.Reset(saved);
            guard._detector = detector is null ? null : new ShiryaevRobertsStatistic(guard.Guard.NoMoreThan.TimesBaseline!.Value, detector);
        }
    }

    private GuardLook Current()
    {
        Span<GuardLook> looks = stackalloc GuardLook[_statistics.Length];
        for (int i = 0; i < looks.Length; i++)
        {
            looks[i] = _statistics[i].Current;
        }

        return looks.Length == 1 ? looks[0] : GuardLook.Average(looks);
    }

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
