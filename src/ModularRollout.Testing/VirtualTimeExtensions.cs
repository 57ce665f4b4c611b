using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts;
using ModularRollout.Testing.Drills;

namespace ModularRollout.Testing;

/// <summary>Lets virtual time pass for the rollouts of a gate, with looks in between.</summary>
/// <remarks>
/// Give the gate the clock as <see cref="FeatureGateOptions.TimeProvider"/>, and turn <see cref="RolloutOptions.RunsByItself"/> off: then nothing happens but what the test does. One look comes every ten
/// seconds, as in production; a look that comes later than twice <see cref="RolloutOptions.LookEvery"/> counts for that much dwell alone.
/// </remarks>
public static class VirtualTimeExtensions
{
    /// <summary>Lets time pass.</summary>
    /// <param name="rollouts">The gate's rollouts.</param>
    /// <param name="clock">The gate's clock.</param>
    /// <param name="time">How much.</param>
    /// <param name="beforeLook">What happens before each look, such as traffic; <see langword="null"/> for nothing.</param>
    /// <param name="lookEvery">The time between two looks; 10 seconds unless said.</param>
    /// <param name="cancellationToken">Ends the passing early.</param>
    /// <returns>A task that completes after the last look.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A time is not more than zero.</exception>
    public static async Task PassTimeAsync(
        this RolloutController rollouts, FakeTimeProvider clock, TimeSpan time, Action? beforeLook = null, TimeSpan? lookEvery = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rollouts);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        TimeSpan every = lookEvery ?? DrillPace.Shortest;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(every, TimeSpan.Zero, nameof(lookEvery));
        for (TimeSpan left = time; left > TimeSpan.Zero; left -= every)
        {
            beforeLook?.Invoke();
            clock.Advance(left < every ? left : every);
            await rollouts.StepAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Lets time pass until a rollout stands where it should.</summary>
    /// <param name="rollouts">The gate's rollouts.</param>
    /// <param name="clock">The gate's clock.</param>
    /// <param name="flag">The flag's name.</param>
    /// <param name="isThere">Whether it stands there.</param>
    /// <param name="atMost">The longest time.</param>
    /// <param name="beforeLook">What happens before each look, such as traffic; <see langword="null"/> for nothing.</param>
    /// <param name="cancellationToken">Ends the passing early.</param>
    /// <returns>Where it stands.</returns>
    /// <exception cref="RolloutAssertionException">It was not there in that time, or has no rollout.</exception>
    public static async Task<RolloutProgress> PassTimeUntilAsync(
        this RolloutController rollouts, FakeTimeProvider clock, string flag, Func<RolloutProgress, bool> isThere, TimeSpan atMost, Action? beforeLook = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rollouts);
        ArgumentNullException.ThrowIfNull(isThere);
        for (TimeSpan passed = TimeSpan.Zero; ; passed += DrillPace.Shortest)
        {
            RolloutProgress progress = rollouts.Find(flag) ?? throw new RolloutAssertionException($"Flag `{flag}` has no rollout.");
            if (isThere(progress))
            {
                return progress;
            }

            if (passed >= atMost)
            {
                throw new RolloutAssertionException($"The rollout of `{flag}` did not get there within {DrillText.Of(atMost)}. {RolloutAssertions.Describe(progress)}");
            }

            await rollouts.PassTimeAsync(clock, DrillPace.Shortest, beforeLook, null, cancellationToken).ConfigureAwait(false);
        }
    }
}
