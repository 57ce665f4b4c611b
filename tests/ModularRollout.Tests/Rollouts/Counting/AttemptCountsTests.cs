using ModularRollout.Rollouts.Counting;

namespace ModularRollout.Tests.Rollouts.Counting;

/// <summary>When outcomes settle, which are late, and what a clock can do about it.</summary>
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

    private sealed class WallClock : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
    }
}
