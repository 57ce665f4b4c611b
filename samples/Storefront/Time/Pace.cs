namespace Storefront.Time;

/// <summary>How fast virtual time goes by for whoever watches.</summary>
/// <param name="Speed">Virtual seconds a real second; <see langword="null"/> for as many as the machine can.</param>
internal sealed record Pace(double? Speed)
{
    private const double SlowMotion = 5;

    /// <summary>Gets the speed at a moment.</summary>
    /// <param name="isTense">Whether something may be about to happen: then time slows down.</param>
    public double? At(bool isTense) => isTense ? Speed / SlowMotion : Speed;

    /// <summary>Waits as long as a stretch of virtual time lasts.</summary>
    public Task WaitAsync(TimeSpan time, bool isTense, CancellationToken stop) =>
        At(isTense) is { } speed ? Task.Delay(time / speed, TimeProvider.System, stop) : Task.CompletedTask;
}
