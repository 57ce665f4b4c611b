using System.Text.Json;
using FsCheck.Xunit;
using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

[Properties(Arbitrary = [typeof(Cells)])]
public sealed class ShiryaevRobertsStatisticTests
{
    [Property]
    public void Save_RestartBetweenLooks_ChangesNothingNotEvenABit(Look[] looks)
    {
        var (steady, restarted) = (new ShiryaevRobertsStatistic(), new ShiryaevRobertsStatistic());

        foreach (Look look in looks)
        {
            restarted = new ShiryaevRobertsStatistic(1, JsonSerializer.Deserialize<GuardCheckpoint>(JsonSerializer.Serialize(restarted.Save())));

            Assert.Equal(steady.LogR, restarted.LogR);
            Assert.Equal(steady.Look(look.Cells), restarted.Look(look.Cells));
        }
    }

    [Property]
    public void Look_OrderAndPartition_ChangeNothingNotEvenABit(Look[] looks)
    {
        var (straight, mixed) = (new ShiryaevRobertsStatistic(1.2), new ShiryaevRobertsStatistic(1.2));

        foreach (Look look in looks)
        {
            LabelCell[] parts = [.. look.Cells.Reverse().SelectMany(static cell => new[] { new LabelCell(cell.Share, 0, cell.Total - cell.Candidate), new LabelCell(cell.Share, cell.Candidate, cell.Candidate) })];

            Assert.Equal(straight.Look(look.Cells), mixed.Look(parts));
            Assert.Equal(straight.LogR, mixed.Look(parts));
        }
    }

    [Fact]
    public void IsAlarm_LongGoodThenWorse_ForgetsTheGood()
    {
        var statistic = new ShiryaevRobertsStatistic();
        for (int n = 1; n <= 10_000; n++)
        {
            statistic.Look([new LabelCell(.5, n / 2, n)]);
        }

        Assert.False(statistic.IsAlarm(1e6));
        for (int n = 1; n <= 60; n++)
        {
            statistic.Look([new LabelCell(.5, 5_000 + n, 10_000 + n)]);
        }

        Assert.True(statistic.IsAlarm(1e6));
    }

    [Fact]
    public void Look_MergeTakesALabelBack_StaysANumber()
    {
        var statistic = new ShiryaevRobertsStatistic();
        statistic.Look([new LabelCell(.5, 2, 4)]);

        Assert.True(double.IsFinite(statistic.Look([new LabelCell(.5, 2, 3)])));
        Assert.True(double.IsFinite(statistic.Look([new LabelCell(.25, 2, 3)])));
    }

    [Fact]
    public void Statistic_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>("timesBaseline", () => new ShiryaevRobertsStatistic(-1));
        Assert.Throws<ArgumentOutOfRangeException>("labelsToFalseAlarm", () => new ShiryaevRobertsStatistic().IsAlarm(1));
        Assert.Throws<ArgumentOutOfRangeException>("labelsToFalseAlarm", () => new ShiryaevRobertsStatistic().IsAlarm(double.NaN));
    }
}
