using ModularRollout.Rollouts.Counting;

namespace ModularRollout.Tests.Rollouts.Counting;

/// <summary>Which subjects are labels of which arm, and at which share, while a rollout ramps up.</summary>
public sealed class AttemptCountsLabelTests
{
    private readonly Tally _tally = new();

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

    private void Fail(int stretch, params ulong[] subjects)
    {
        Array.ForEach(subjects, subject => _tally.Failure(stretch, subject));
        _tally.SettleAll();
    }
}
