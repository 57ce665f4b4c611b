using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

public sealed class GuardLookTests
{
    [Fact]
    public void Average_ThreeThatMayBreach_IsTheMeanOfWhatTheySay()
    {
        GuardLook average = GuardLook.Average([Of(2, 4, 1), Of(10, 6, 2), Of(3, 5, 3)]);

        Assert.Equal(5, Math.Exp(average.LogE), 1e-9);
        Assert.Equal(5, Math.Exp(average.LogRestarts), 1e-9);
        Assert.Equal(2, average.Excess, 1e-9);
        Assert.True(average.MayBreach);
    }

    [Fact]
    public void Average_OneMayNotBreach_CountsAsNothing()
    {
        GuardLook average = GuardLook.Average([Of(9, 9, 5), Of(1000, 1000, -50), Of(3, 3, 3)]);

        Assert.Equal(4, Math.Exp(average.Log), 1e-9);
        Assert.Equal(-14, average.Excess, 1e-9);
        Assert.True(average.MayBreach);
    }

    [Fact]
    public void Average_NoneMayBreach_MayNotEither()
    {
        GuardLook average = GuardLook.Average([Of(9, 9, -5), Of(3, 3, 0)]);

        Assert.Equal(6, Math.Exp(average.Log), 1e-9);
        Assert.False(average.MayBreach);
    }

    [Fact]
    public void Average_Nothing_Throws() => Assert.Throws<ArgumentException>(() => GuardLook.Average([]));

    private static GuardLook Of(double e, double restarts, double excess) => new(Math.Log(e), Math.Log(restarts), excess, excess > 0);
}
