using FsCheck.Xunit;
using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

[Properties(Arbitrary = [typeof(Cells)])]
public sealed class ActionStatisticTests
{
    [Property]
    public void Of_AnyLooks_IsTheMeanOfThoseThatMayBreach(GuardLook[] looks)
    {
        ActionLook action = ActionStatistic.Of(looks, .01);

        double[] parts = [.. looks.Select(static look => look.MayBreach ? look.Log : double.NegativeInfinity)];
        double highest = parts.Where(double.IsFinite).DefaultIfEmpty(double.NegativeInfinity).Max();
        if (double.IsFinite(highest))
        {
            Assert.Equal(highest + Math.Log(parts.Sum(part => Math.Exp(part - highest)) / looks.Length), action.Log, 1e-9);
            Assert.Equal(Array.IndexOf(parts, highest), action.Guard);
        }
        else
        {
            Assert.Equal((double.NegativeInfinity, -1, false), (action.Log, action.Guard, action.IsBreach));
        }

        Assert.Equal(action.Log >= Math.Log(100), action.IsBreach);
    }

    [Fact]
    public void Of_LimitReachedTogether_NamesTheLargestPart()
    {
        GuardLook[] looks = [Of(60), Of(100), Of(90)];

        Assert.False(ActionStatistic.Of(looks, .01).IsBreach);
        ActionLook action = ActionStatistic.Of(looks, .0121);

        Assert.True(action.IsBreach);
        Assert.Equal(1, action.Guard);
        Assert.Equal(Math.Log(1 / .0121), action.LogLimit, 1e-12);
    }

    [Fact]
    public void Of_OneWithoutExcessIsHuge_HidesNothingAndBreachesNothing()
    {
        var stuck = new GuardLook(500, 500, excess: -3, mayBreach: false);

        Assert.False(ActionStatistic.Of([stuck, Of(1)], .01).IsBreach);
        ActionLook action = ActionStatistic.Of([stuck, Of(300)], .01);
        Assert.True(action.IsBreach);
        Assert.Equal(1, action.Guard);
    }

    [Fact]
    public void IsBreach_ExactlyAtTheLimit_IsOne() => Assert.True(new ActionLook(2.5, 2.5, 0).IsBreach);

    [Theory]
    [InlineData(.01, 1, .01)]
    [InlineData(.01, 2, .005)]
    public void AlphaOf_Actions_AreEqual(double falseRollback, int actions, double expected) =>
        Assert.Equal(expected, ActionStatistic.AlphaOf(falseRollback, actions), 1e-15);

    [Fact]
    public void Statistic_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>("falseRollback", () => ActionStatistic.AlphaOf(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("actions", () => ActionStatistic.AlphaOf(.1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("alpha", () => ActionStatistic.Of([], 1));
    }

    private static GuardLook Of(double value) => new(Math.Log(value), Math.Log(value), 1, mayBreach: true);
}
