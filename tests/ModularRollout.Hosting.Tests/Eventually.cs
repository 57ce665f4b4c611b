namespace ModularRollout.Hosting.Tests;

/// <summary>Waits, within bounds, for what happens on other threads.</summary>
internal static class Eventually
{
    public static async Task True(Func<bool> condition)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            Assert.False(bound.IsCancellationRequested, "It did not happen in time.");
            await Task.Delay(5, CancellationToken.None);
        }
    }
}
