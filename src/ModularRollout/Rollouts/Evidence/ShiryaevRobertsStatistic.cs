namespace ModularRollout.Rollouts.Evidence;

/// <summary>
/// Watches a completed rollout against its holdback, for ever: after a change the alarm comes soon, without one it comes rarely.
/// </summary>
/// <remarks>
/// <para>For each ratio m of the grid R = (R + 1)·L per label, L being the label's likelihood ratio; n labels that arrive in one look count
/// as (R + n)·L. The mean over the grid minus the number of labels is a martingale while the candidate is not worse, so the expected number
/// of labels to a false alarm at A is at least A (Shiryaev 1963; Roberts 1966; Pollak 1985). Unlike a guard's limit, this bounds how often
/// alarms are false, not whether ever.</para>
/// <para>Labels of a subject repeat: count each once per seven-day epoch. Not thread-safe. Allocates only when the number of cells
/// grows.</para>
/// </remarks>
public sealed class ShiryaevRobertsStatistic
{
    private readonly double _timesBaseline;
    private readonly CellLedger _ledger = new();
    private readonly double[] _logs = new double[EvidenceGrid.Points];
    private readonly double[] _logR = new double[EvidenceGrid.Points];
    private long _look;

    /// <summary>Makes a statistic.</summary>
    /// <param name="timesBaseline">The tolerated ratio of the rates; above 0. The default is 1.</param>
    /// <param name="checkpoint">Where to go on; <see langword="null"/> for a new statistic.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timesBaseline"/> is out of its range.</exception>
    public ShiryaevRobertsStatistic(double timesBaseline = 1, GuardCheckpoint? checkpoint = null)
    {
        ArgumentRange.ThrowUnlessRatio(timesBaseline);
        _timesBaseline = timesBaseline;
        _logR.AsSpan().Fill(double.NegativeInfinity);
        if (checkpoint is not null)
        {
            Restore(checkpoint);
        }

        LogR = LogSum.Mean(_logR);
    }

    /// <summary>Gets ln R of the last look.</summary>
    /// <value>Minus infinity before the first label.</value>
    public double LogR { get; private set; }

    /// <summary>Looks at the labels.</summary>
    /// <param name="cells">All label counts since the rollout was completed, over all epochs, in any order and partition.</param>
    /// <returns><see cref="LogR"/>. Unchanged without new labels.</returns>
    public double Look(ReadOnlySpan<LabelCell> cells)
    {
        long before = _ledger.Total;
        if (_ledger.Take(cells))
        {
            _look++;
            Add(_ledger.Total - before);
            LogR = LogSum.Mean(_logR);
        }

        return LogR;
    }

    /// <summary>Says whether the alarm is on.</summary>
    /// <param name="labelsToFalseAlarm">How many labels may be expected until a false alarm; above 1.</param>
    /// <returns>Whether R has reached that number.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labelsToFalseAlarm"/> is out of its range.</exception>
    public bool IsAlarm(double labelsToFalseAlarm)
    {
        ArgumentRange.ThrowUnless(labelsToFalseAlarm > 1, labelsToFalseAlarm, "above 1");
        return LogR >= Math.Log(labelsToFalseAlarm);
    }

    /// <summary>Saves what the next look depends on.</summary>
    /// <returns>A checkpoint, with ln R for each point of the grid as its restarts.</returns>
    public GuardCheckpoint Save() => new(double.IsNegativeInfinity(_logR[0]) ? [] : _logR, 1, _look, _ledger.Cells.ToArray());

    private void Add(long labels)
    {
        Span<double> before = stackalloc double[EvidenceGrid.Points];
        _logs.CopyTo(before);
        ComparisonStatistic.LogByPoint(_ledger.Cells, _timesBaseline, _logs);
        double logLabels = labels > 0 ? Math.Log(labels) : double.NegativeInfinity;
        for (int j = 0; j < EvidenceGrid.Points; j++)
        {
            _logR[j] = LogSum.Add(_logR[j], logLabels) + (_logs[j] - before[j]);
        }
    }

    private void Restore(GuardCheckpoint checkpoint)
    {
        _look = checkpoint.Look;
        for (int j = 0; j < checkpoint.LogRestarts.Count; j++)
        {
            _logR[j] = checkpoint.LogRestarts[j];
        }

        _ledger.Take([.. checkpoint.Cells]);
        ComparisonStatistic.LogByPoint(_ledger.Cells, _timesBaseline, _logs);
    }
}
