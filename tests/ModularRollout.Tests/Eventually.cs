using Microsoft.Extensions.Time.Testing;

namespace ModularRollout.Tests;

/// <summary>Waits, within bounds, for what happens on other threads or in the file system.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(20);

    public static Task True(Func<bool> condition) => True(condition, null, TimeSpan.Zero);

    /// <summary>Waits while a fake clock goes on.</summary>
    public static async Task True(Func<bool> condition, FakeTimeProvider? clock, TimeSpan step)
    {
        using var bound = new CancellationTokenSource(s_bound);
        while (!condition())
        {
            Assert.False(bound.IsCancellationRequested, "It did not happen in time.");
            clock?.Advance(step);
            await Task.Delay(5, CancellationToken.None);
        }
    }

    public static async Task<T> Within<T>(Task<T> task) => await task.WaitAsync(s_bound);

    public static Task Within(Task task) => task.WaitAsync(s_bound);
}
