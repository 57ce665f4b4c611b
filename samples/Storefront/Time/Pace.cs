namespace Storefront.Time;

/// <summary>How fast virtual time goes by for whoever watches.</summary>
/// <param name="Speed">Virtual seconds a real second; <see langword="null"/> for as fast as the machine can.</param>
internal sealed record Pace(double? Speed)
{
    /// <summary>When a guard is about to decide, time slows down this many times.</summary>
    private const double SlowMotion = 8;

    /// <summary>Gets the speed at a moment.</summary>
    /// <param name="tension">How far the evidence of the strongest guard is on the way to its limit, from 0 to 1.</param>
    public double? At(double tension) => tension > .3 ? Speed / SlowMotion : Speed;

    /// <summary>Waits as long as a stretch of virtual time lasts.</summary>
    public Task WaitAsync(TimeSpan time, double tension, CancellationToken stop) =>
        At(tension) is { } speed ? Task.Delay(time / speed, TimeProvider.System, stop) : Task.CompletedTask;
}
