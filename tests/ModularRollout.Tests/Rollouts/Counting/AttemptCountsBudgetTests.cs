using ModularRollout.Rollouts.Counting;

namespace ModularRollout.Tests.Rollouts.Counting;

/// <summary>What is counted beside labels: budgets, samples and latency.</summary>
public sealed class AttemptCountsBudgetTests
{
    private readonly Tally _tally = new();

    [Fact]
    public void Budget_PerSubject_CountsTheFirstOutcomeInEachStageOfWhatWasServed()
    {
        _tally.Open(1, 50);
        _tally.Failure(1, Tally.At(.1));
        _tally.Failure(1, Tally.At(.1));
        _tally.Clock.Advance(TimeSpan.FromSeconds(5));
        _tally.Success(1, Tally.At(.2));
        _tally.Clock.Advance(TimeSpan.FromSeconds(5));
        _tally.Failure(1, Tally.At(.2));
        _tally.Ring(1, Tally.At(.9), isFailure: true);
        _tally.Failure(1, Tally.At(.8));
        _tally.SettleAll();
        Assert.Equal([new BudgetCount(2, 3)], _tally.Totals.Budget(Tally.ErrorBudget, 0));

        _tally.Open(2, 60);
        _tally.Failure(2, Tally.At(.2));
        _tally.SettleAll();
        Assert.Equal([new BudgetCount(3, 4)], _tally.Totals.Budget(Tally.ErrorBudget, 0));
        Assert.Equal([new BudgetCount(1, 1)], _tally.Totals.Budget(Tally.ErrorBudget, 2));
    }

    [Fact]
    public void Budget_ReportedOutOfOrder_TakesTheFirstDecision()
    {
        _tally.Open(1, 50);
        _tally.Clock.Advance(TimeSpan.FromSeconds(50));
        _tally.Success(1, Tally.At(.1));
        _tally.Clock.Advance(TimeSpan.FromMilliseconds(100));

        // Reported later, decided earlier, in the same second.
        _tally.Failure(1, Tally.At(.1), 150);
        _tally.SettleAll();

        Assert.Equal([new BudgetCount(1, 1)], _tally.Totals.Budget(Tally.ErrorBudget, 0));
    }

    [Fact]
    public void Budget_CustomEvent_CountsOnceASubject()
    {
        _tally.Open(1, 50);
        _tally.Success(1, Tally.At(.1));
        _tally.Success(1, Tally.At(.2));
        _tally.Custom(1, Tally.At(.1), "bounce");
        _tally.Custom(1, Tally.At(.1), "bounce");
        _tally.SettleAll();
        _tally.Custom(1, Tally.At(.1), "bounce");
        _tally.SettleAll();

        Assert.Equal([new BudgetCount(1, 2)], _tally.Totals.Budget(Tally.BounceBudget, 0));
    }

    [Fact]
    public void Budget_MoreCustomEventsThanOutcomes_CountsAtMostThose()
    {
        _tally.Open(1, 50);
        _tally.Success(1, Tally.At(.1));
        _tally.Custom(1, Tally.At(.2), "bounce");
        _tally.Custom(1, Tally.At(.3), "bounce");
        _tally.SettleAll();

        Assert.Equal([new BudgetCount(1, 1)], _tally.Totals.Budget(Tally.BounceBudget, 0));
    }

    [Fact]
    public void Read_SlowerThan_IsAnEventOfSuccessesToo()
    {
        _tally.Open(1, 50);
        _tally.Success(1, Tally.At(.1), 800);
        _tally.Success(1, Tally.At(.2), 801);
        _tally.Failure(1, Tally.At(.3), 900);
        _tally.Ring(1, Tally.At(.4));
        _tally.Success(1, Tally.At(.9), 2000);
        _tally.SettleAll();

        Assert.Equal([new BudgetCount(2, 4)], _tally.Totals.Budget(Tally.SlowestBudget, 0));
        Assert.Equal([new EventTotals(2, 1, 0)], _tally.Totals.Events(Tally.SlowestBudget, 1));
    }

    [Fact]
    public void Samples_OfEachStretch_CountDistinctSubjectsWithASettledOutcome()
    {
        _tally.Open(1, 25);
        _tally.Success(1, Tally.At(.1));
        _tally.Success(1, Tally.At(.1));
        _tally.Failure(1, Tally.At(.5));
        _tally.Ring(1, Tally.At(.7));
        _tally.SettleAll();
        _tally.Open(2, 50);
        _tally.Success(2, Tally.At(.1));
        _tally.SettleAll();
        _tally.Success(2, Tally.At(.6));

        Assert.Equal([new SampleDivision(1, .25, 1, 1), new SampleDivision(2, .5, 1, 0)], _tally.Totals.Samples);
    }

    [Fact]
    public void FreezeLatency_Stage_HoldsForSlotsThatBeginLater()
    {
        _tally.Open(1, 50);
        _tally.Open(2, 60);
        _tally.Success(1, Tally.At(.1), 5000);
        _tally.Counts.FreezeLatency(1, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(30));
        _tally.Counts.FreezeLatency(1, default, default, default);
        _tally.Clock.Advance(TimeSpan.FromSeconds(10));
        _tally.Success(1, Tally.At(.2), 10_500);
        _tally.Success(1, Tally.At(.3), 25);
        _tally.Success(1, Tally.At(.8), 11);
        _tally.Success(2, Tally.At(.9), 1000);
        _tally.SettleAll();

        Assert.Equal(
            [["0.5: 1 of 2"], ["0.5: 1 of 1"], []],
            _tally.Totals.Cells(Tally.Slow, 0).Select(Tally.TextOf));
        Assert.True(_tally.Totals.HasLatencyThresholds(1));
        Assert.False(_tally.Totals.HasLatencyThresholds(2));
    }

    [Fact]
    public void Latency_OfTheBaseline_IsKnownToOnePercent()
    {
        _tally.Open(1, 50);
        for (int i = 1; i <= 1000; i++)
        {
            _tally.Success(1, Tally.At(.6), i);
            _tally.Success(1, Tally.At(.1), 5000);
        }

        BaselineLatency latency = _tally.Totals.Latency(1);

        Assert.Equal(1000, latency.Outcomes);
        Assert.InRange(latency.P50.TotalMilliseconds, 495, 505);
        Assert.InRange(latency.P90.TotalMilliseconds, 891, 909);
        Assert.InRange(latency.P99.TotalMilliseconds, 980, 1000);
        Assert.Equal(default, _tally.Totals.Latency(2));
    }
}
