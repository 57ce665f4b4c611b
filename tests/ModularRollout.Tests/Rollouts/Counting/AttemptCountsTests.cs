using ModularRollout.Rollouts.Counting;

namespace ModularRollout.Tests.Rollouts.Counting;

public sealed class AttemptCountsTests
{
    private readonly Tally _tally = new();

    [Fact]
    public void Settle_BeforeTheSlotIsOldEnough_JudgesNothing()
    {
        _tally.Open(1, 50);
        _tally.Clock.Advance(TimeSpan.FromSeconds(.5));
        _tally.Failure(1, Tally.At(.1));
        _tally.Success(1, Tally.At(.9));
        _tally.Clock.Advance(TimeSpan.FromSeconds(60));
        _tally.Settle();
        EvidenceTotals early = _tally.Totals;
        _tally.Clock.Advance(TimeSpan.FromSeconds(1));
        _tally.Settle();
        EvidenceTotals settled = _tally.Totals;

        Assert.Equal((0L, 2L), (early.Of(1).Candidate.Outcomes + early.Of(1).Baseline.Outcomes, early.Unsettled));
        Assert.Empty(early.Cells(Tally.Errors, 0)[0]);
        Assert.Equal((1L, 1L, 0L), (settled.Of(1).Candidate.Outcomes, settled.Of(1).Baseline.Outcomes, settled.Unsettled));
        Assert.Equal(["0.5: 1 of 1"], _tally.Cells());
        Assert.True(settled.Version > early.Version);
    }

    [Fact]
    public void Version_WithoutNewSettledEvidence_Stays()
    {
        _tally.Open(1, 50);
        _tally.Failure(1, Tally.At(.1));
        _tally.SettleAll();
        long before = _tally.Counts.Version;

        _tally.Success(1, Tally.At(.2));
        _tally.Settle();
        Assert.Equal(before, _tally.Counts.Version);

        _tally.SettleAll();
        Assert.True(_tally.Counts.Version > before);
    }

    [Fact]
    public void Read_OutcomeIsCreditedToItsDecision_SettlesWithTheSlotOfThat()
    {
        _tally.Open(1, 50);
        _tally.Clock.Advance(TimeSpan.FromSeconds(100));

        // Both are reported now; the decision of one was half a minute ago.
        _tally.Failure(1, Tally.At(.1), milliseconds: 30_000);
        _tally.Failure(1, Tally.At(.2));
        _tally.Clock.Advance(TimeSpan.FromSeconds(31.5));
        _tally.Settle();

        Assert.Equal(["0.5: 1 of 1"], _tally.Cells());
    }

    [Theory]
    [InlineData(59_900, 0)]
    [InlineData(61_100, 1)]
    public void Read_LongerThanItSettles_IsLateAndNeverJudged(double milliseconds, long late)
    {
        _tally.Open(1, 50);
        _tally.Clock.Advance(TimeSpan.FromMinutes(10));
        _tally.Failure(1, Tally.At(.1), milliseconds);
        _tally.Failure(1, Tally.At(.9), milliseconds);
        _tally.SettleAll();

        StageTotals totals = _tally.Totals.Of(1);
        Assert.Equal((late, late, 1 - late, 1 - late), (totals.Candidate.Late, totals.Baseline.Late, totals.Candidate.Outcomes, totals.Baseline.Outcomes));
        Assert.Equal(late, totals.Candidate.LateShare);
        Assert.Equal(1 - late, _tally.Totals.Cells(Tally.Errors, 0)[0].Sum(static cell => cell.Candidate));
    }

    [Fact]
    public void Read_AfterItsSlotWasJudged_IsLate()
    {
        _tally.Open(1, 50);
        _tally.Clock.Advance(TimeSpan.FromMinutes(10));
        long reported = _tally.Clock.GetTimestamp();
        _tally.SettleAll();

        // A thread that was held up between taking the time and handing the record over.
        _tally.Counts.Read(1, [new(1, Tally.At(.1), DecisionArm.Candidate, ModularRollout.Outcomes.OutcomeCode.Failure, reported, default, default)]);
        _tally.SettleAll();

        Assert.Equal((0L, 1L), (_tally.Totals.Of(1).Candidate.Outcomes, _tally.Totals.Of(1).Candidate.Late));
        Assert.Empty(_tally.Cells());
    }

    [Fact]
    public void Read_BurstOfOneSubject_IsOneLabelAndManyOutcomes()
    {
        _tally.Open(1, 50);
        for (int i = 0; i < 20; i++)
        {
            _tally.Failure(1, Tally.At(.1));
            _tally.Clock.Advance(TimeSpan.FromSeconds(7));
            _tally.Settle();
        }

        _tally.SettleAll();

        Assert.Equal(["0.5: 1 of 1"], _tally.Cells());
        Assert.Equal((20L, 1L), (_tally.Totals.Of(1).Candidate.Outcomes, _tally.Totals.Of(1).Candidate.Subjects));
        Assert.Equal(new EventTotals(20, 0, 0), _tally.Totals.Events(Tally.Errors, 1).Single());
    }

    [Fact]
    public void Cells_SubjectsReturnOverARamp_AreConditionalOnTheirLastLabelAsBaseline()
    {
        // Places: candidate at 1 %, at 20 %, at 50 %, never.
        (ulong a, ulong b, ulong c, ulong d) = (Tally.At(.005), Tally.At(.1), Tally.At(.4), Tally.At(.8));
        ulong late = Tally.At(.3);
        _tally.Open(0, 0);
        _tally.Open(1, 1);
        Fail(1, a, b, c, d);
        _tally.Open(2, 20);
        Fail(2, a, b, c, d);
        _tally.Open(3, 50);
        Fail(3, a, b, c, d, late);

        // Stretch 1: all four for the first time, at .01. Stretch 2: b, c, d again; those below .01 are gone: (.2 - .01)/(1 - .01). Stretch 3: c and d
        // again, from stretch 2: (.5 - .2)/(1 - .2); and one for the first time, at .5.
        Assert.Equal(["0.01: 1 of 4", "0.5: 1 of 1", "0.1919: 1 of 3", "0.375: 1 of 2"], _tally.Cells());
        Assert.Equal(["0.5: 1 of 1", "0.375: 1 of 2"], _tally.Cells(since: 3));
        Assert.Equal(["0.5: 1 of 1", "0.1919: 1 of 3", "0.375: 1 of 2"], _tally.Cells(since: 2));
    }

    [Fact]
    public void Cells_SubjectSkipsAStretch_IsConditionalOnTheStretchOfItsLabel()
    {
        _tally.Open(1, 1);
        Fail(1, Tally.At(.4));
        _tally.Open(2, 20);
        _tally.Open(3, 50);
        Fail(3, Tally.At(.4));

        Assert.Equal(["0.01: 0 of 1", $"{.49 / .99:0.####}: 1 of 1"], _tally.Cells());
    }

    [Fact]
    public void Cells_StretchOfTheSameShare_LabelsOnlyThoseWhoHadNoLabel()
    {
        _tally.Open(1, 50, stage: 3);
        Fail(1, Tally.At(.1), Tally.At(.9));
        _tally.Open(2, 50, stage: 3);
        Fail(2, Tally.At(.1), Tally.At(.9), Tally.At(.2), Tally.At(.8));
        _tally.Open(3, 75, stage: 4);
        Fail(3, Tally.At(.8), Tally.At(.7));

        Assert.Equal(["0.5: 1 of 2", "0.5: 1 of 2", "0.75: 1 of 1", "0.5: 0 of 1"], _tally.Cells());
        Assert.Equal(["0.5: 1 of 2", "0.75: 1 of 1", "0.5: 0 of 1"], _tally.Cells(since: 2));
    }

    [Fact]
    public void Cells_ShareOfNothingOrEverything_GivesNoLabel()
    {
        _tally.Open(0, 0);
        _tally.Counts.Read(0, [new(1, Tally.At(.5), DecisionArm.Baseline, 1, _tally.Clock.GetTimestamp(), default, default)]);
        _tally.Open(1, 100);
        Fail(1, Tally.At(.1));

        Assert.Empty(_tally.Cells());
        Assert.Empty(_tally.Totals.Samples);
        Assert.Equal(1, _tally.Totals.Of(1).Candidate.Outcomes);
    }

    [Fact]
    public void Read_OutcomeOfAnEarlierStretch_IsLabelledThere()
    {
        _tally.Open(1, 1);
        _tally.Open(2, 50);
        Fail(2, Tally.At(.2));
        Fail(1, Tally.At(.2));

        // A pinned snapshot still served stretch 1: in the union, that label came first.
        Assert.Equal(["0.01: 0 of 1", $"{.49 / .99:0.####}: 1 of 1"], _tally.Cells());
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

    [Fact]
    public void Custom_Event_IsALabelAndNoOutcome()
    {
        _tally.Open(1, 50);
        _tally.Custom(1, Tally.At(.1), "order-lost");
        _tally.Custom(1, Tally.At(.1), "order-lost");
        _tally.Custom(1, Tally.At(.9), "order-lost");
        _tally.SettleAll();

        Assert.Equal(["0.5: 1 of 2"], _tally.Cells(Tally.Orders));
        Assert.Equal(new ArmTotals(0, 0, 0), _tally.Totals.Of(1).Candidate);
        Assert.Equal([new EventTotals(2, 1, 0)], _tally.Totals.Events(Tally.Orders, 1));
        Assert.Equal((0L, 0L), (_tally.Totals.Samples[0].Candidate, _tally.Totals.Samples[0].Baseline));
    }

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
    public void Lose_Outcomes_AreToldOfTheStage()
    {
        _tally.Open(1, 25);
        _tally.Counts.Lose(1, 3, 0);
        _tally.Counts.Lose(1, 1, 5);

        Assert.Equal((4L, 5L, 0L), (_tally.Totals.Of(1).Dropped, _tally.Totals.Of(1).Unmeasured, _tally.Totals.Of(1).CutOff));
    }

    [Fact]
    public void Read_ClockThatJumpsByHours_GoesOnSettling()
    {
        _tally.Open(1, 50);
        for (int i = 0; i < 10; i++)
        {
            _tally.Failure(1, Tally.At((i + .5) / 10));
            _tally.Settle();
            _tally.Clock.AdjustTime(_tally.Clock.GetUtcNow() + TimeSpan.FromHours(i % 2 == 0 ? 3 : -3));
            _tally.Settle();
        }

        _tally.SettleAll();

        Assert.Equal(["0.5: 5 of 10"], _tally.Cells());
        Assert.Equal((0L, 0L, 0L), (_tally.Totals.Unsettled, _tally.Totals.Of(1).Candidate.Late, _tally.Totals.Of(1).Baseline.Late));
    }

    [Fact]
    public void Read_WallClockIsSet_ChangesNothing()
    {
        var clock = new WallClock();
        var counts = new AttemptCounts(Tally.Plan, clock, "one");
        counts.OpenStretch(1, 1, Tally.At(.5), true, false);
        for (int hours = -5; hours <= 5; hours++)
        {
            clock.Shift = TimeSpan.FromHours(hours);
            counts.Read(1, [new(1, Tally.At(.1), DecisionArm.Candidate, 0, clock.GetTimestamp(), default, default)]);
            counts.Settle(clock.GetTimestamp());
        }

        Assert.Equal((11L, 0L), (counts.Look().Unsettled, counts.Look().Of(1).Candidate.Late));
    }

    [Fact]
    public void Look_BeforeTheFirstStretch_IsEmpty()
    {
        EvidenceTotals totals = _tally.Totals;

        Assert.Equal((-1, -1, 0L), (totals.Stretch, totals.Stage, totals.Version));
        Assert.Empty(totals.Samples);
        Assert.Equal(default, totals.Of(0));
    }

    private void Fail(int stretch, params ulong[] subjects)
    {
        Array.ForEach(subjects, subject => _tally.Failure(stretch, subject));
        _tally.SettleAll();
    }

    private sealed class WallClock : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
    }
}
