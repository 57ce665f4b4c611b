namespace ModularRollout.Rollouts.Evidence;

/// <summary>Watches one event of a guard look by look: ½E + ½B, the evidence since the start and that of restarts at every look.</summary>
/// <remarks>
/// <para>For each ratio m of the grid, B = (B + w)·LR at each look, LR being the growth of E(m) since the last look and w = 1/(s(s + 1)) ·
/// 1/(k(k + 1)) for the k-th look of stretch s. The weights of all looks add up to 1, so B is an e-process, as E is: P(½E + ½B ever reaches
/// 1/α | not worse) ≤ α (a Shiryaev–Roberts sum with prior weights; Shin, Ramdas and Rinaldo 2024). A regression that begins at look k is
/// found as if watched from there, at the price of ln(s(s + 1)) + ln(k(k + 1)).</para>
/// <para>A look without new labels changes nothing, whoever takes it. Not thread-safe. Allocates only when the number of cells
/// grows.</para>
/// </remarks>
public sealed class GuardStatistic
{
    private readonly bool _isBudget;
    private readonly double _limit;
    private readonly CellLedger _ledger = new();
    private readonly double[] _logs = new double[EvidenceGrid.Points];
    private readonly double[] _logRestarts = new double[EvidenceGrid.Points];
    private int _stretch = 1;
    private long _look;

    private GuardStatistic(bool isBudget, double limit, GuardCheckpoint? checkpoint)
    {
        _isBudget = isBudget;
        _limit = limit;
        _logRestarts.AsSpan().Fill(double.NegativeInfinity);
        if (checkpoint is not null)
        {
            Restore(checkpoint);
        }

        Current = Read();
    }

    /// <summary>Gets what the last look said.</summary>
    /// <value>Before the first look: E = 1, B = 0.</value>
    public GuardLook Current { get; private set; }

    /// <summary>Watches the labels of an event in the candidate's arm against those of the baseline.</summary>
    /// <param name="timesBaseline">The tolerated ratio of the rates; above 0.</param>
    /// <param name="checkpoint">Where to go on; <see langword="null"/> for a new statistic.</param>
    /// <returns>The statistic.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timesBaseline"/> is out of its range.</exception>
    public static GuardStatistic Comparison(double timesBaseline, GuardCheckpoint? checkpoint = null)
    {
        ArgumentRange.ThrowUnlessRatio(timesBaseline);
        return new GuardStatistic(isBudget: false, timesBaseline, checkpoint);
    }

    /// <summary>Watches the rate of an event among the outcomes the rollout served.</summary>
    /// <param name="rate">The budget, a fraction of 1; above 0 and below .999.</param>
    /// <param name="checkpoint">Where to go on; <see langword="null"/> for a new statistic.</param>
    /// <returns>The statistic.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is out of its range.</exception>
    public static GuardStatistic Budget(double rate, GuardCheckpoint? checkpoint = null)
    {
        ArgumentRange.ThrowUnlessRate(rate);
        return new GuardStatistic(isBudget: true, rate, checkpoint);
    }

    /// <summary>Looks at the labels of a comparison.</summary>
    /// <param name="cells">All label counts since the start, in any order and partition.</param>
    /// <param name="stretch">The stretch s: 1 for the first, and never lower than before.</param>
    /// <returns>What they say, as <see cref="Current"/>.</returns>
    /// <exception cref="InvalidOperationException">This is the statistic of a budget.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stretch"/> is lower than before.</exception>
    public GuardLook Look(ReadOnlySpan<LabelCell> cells, int stretch)
    {
        if (_isBudget)
        {
            throw new InvalidOperationException("A budget has no labels to look at; give it events and outcomes.");
        }

        return Take(cells, stretch);
    }

    /// <summary>Looks at the counts of a budget.</summary>
    /// <param name="events">All events since the start; at least 0.</param>
    /// <param name="outcomes">All outcomes since the start; at least <paramref name="events"/>.</param>
    /// <param name="stretch">The stretch s: 1 for the first, and never lower than before.</param>
    /// <returns>What they say, as <see cref="Current"/>.</returns>
    /// <exception cref="InvalidOperationException">This is the statistic of a comparison.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range, or <paramref name="stretch"/> is lower than
    /// before.</exception>
    public GuardLook Look(long events, long outcomes, int stretch)
    {
        if (!_isBudget)
        {
            throw new InvalidOperationException("A comparison has no outcomes to look at; give it the cells of its labels.");
        }

        ArgumentRange.ThrowUnlessCounts(events, outcomes);
        return Take([new LabelCell(_limit, events, outcomes)], stretch);
    }

    /// <summary>Saves what the next look depends on.</summary>
    /// <returns>A checkpoint from which a statistic of the same kind and limit goes on as this one would.</returns>
    public GuardCheckpoint Save() =>
        new(double.IsNegativeInfinity(_logRestarts[0]) ? [] : _logRestarts, _stretch, _look, _ledger.Cells.ToArray());

    private GuardLook Take(ReadOnlySpan<LabelCell> cells, int stretch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stretch, _stretch);
        if (stretch > _stretch)
        {
            (_stretch, _look) = (stretch, 0);
        }

        if (_ledger.Take(cells))
        {
            _look++;
            Restart();
            Current = Read();
        }

        return Current;
    }

    private void Restart()
    {
        Span<double> before = stackalloc double[EvidenceGrid.Points];
        _logs.CopyTo(before);
        Weigh();
        double logWeight = -Math.Log((double)_stretch * (_stretch + 1.0)) - Math.Log(_look * (_look + 1.0));
        for (int j = 0; j < EvidenceGrid.Points; j++)
        {
            _logRestarts[j] = LogSum.Add(_logRestarts[j], logWeight) + (_logs[j] - before[j]);
        }
    }

    private void Weigh()
    {
        if (!_isBudget)
        {
            ComparisonStatistic.LogByPoint(_ledger.Cells, _limit, _logs);
        }
        else if (!_ledger.Cells.IsEmpty)
        {
            LabelCell counts = _ledger.Cells[0];
            BudgetStatistic.LogByPoint(counts.Candidate, counts.Total, _limit, EvidenceGrid.Worse, _logs);
        }
    }

    private GuardLook Read()
    {
        double excess = 0;
        foreach (LabelCell cell in _ledger.Cells)
        {
            excess += cell.Candidate - (cell.Total * (_isBudget ? _limit : ComparisonStatistic.TolerableShare(cell.Share, _limit)));
        }

        return new GuardLook(LogSum.Mean(_logs), LogSum.Mean(_logRestarts), excess, _isBudget || excess > 0);
    }

    private void Restore(GuardCheckpoint checkpoint)
    {
        (_stretch, _look) = (checkpoint.Stretch, checkpoint.Look);
        for (int j = 0; j < checkpoint.LogRestarts.Count; j++)
        {
            _logRestarts[j] = checkpoint.LogRestarts[j];
        }

        _ledger.Take([.. checkpoint.Cells]);
        Weigh();
    }
}
