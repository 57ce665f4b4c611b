using FsCheck.Xunit;
using ModularRollout.Providers;

namespace ModularRollout.Tests.Providers;

public sealed class RetryPaceTests
{
    private static readonly TimeSpan Min = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Max = TimeSpan.FromMinutes(1);

    [Fact]
    public void AfterFailure_FailuresInARow_DoublesUpToTheLongest()
    {
        var pace = new RetryPace(Min, Max, static () => 0);

        double[] pauses = [.. Enumerable.Range(0, 8).Select(_ => pace.AfterFailure(TimeSpan.Zero).TotalSeconds)];

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], pauses);
    }

    [Fact]
    public void AfterFailure_CallTookLong_BeginsAnew()
    {
        var pace = new RetryPace(Min, Max, static () => 0);
        pace.AfterFailure(TimeSpan.Zero);
        pace.AfterFailure(TimeSpan.Zero);

        Assert.Equal(Min, pace.AfterFailure(Min));
    }

    [Fact]
    public void AfterNews_AfterFailures_BeginsAnew()
    {
        var pace = new RetryPace(Min, Max, static () => 0);
        pace.AfterFailure(TimeSpan.Zero);

        Assert.Equal(TimeSpan.Zero, pace.AfterNews());
        Assert.Equal(Min, pace.AfterFailure(TimeSpan.Zero));
    }

    [Property]
    public bool AfterFailure_AnyJitter_StaysBetweenHalfAndAll(byte failures, double any)
    {
        double jitter = double.IsFinite(any) ? Math.Abs(any % 1) : 0;
        var pace = new RetryPace(Min, Max, () => jitter);
        TimeSpan pause = default;
        for (int i = 0; i <= failures; i++)
        {
            pause = pace.AfterFailure(TimeSpan.Zero);
        }

        TimeSpan whole = failures >= 6 ? Max : Min * Math.Pow(2, failures);
        return pause <= whole && pause >= whole / 2;
    }
}
