namespace ModularRollout.Providers;

/// <summary>Lets one wait for the next step of any worker: take <see cref="Next"/>, look, then await it.</summary>
internal sealed class StepSignal
{
    private TaskCompletionSource _next = New();

    public Task Next => Volatile.Read(ref _next).Task;

    public void Pulse() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
