namespace ModularRollout.Rollouts.Control;

/// <summary>Waits for the next step: until its time comes, or somebody knows that there is something to do.</summary>
internal sealed class StepWake
{
    private TaskCompletionSource _pulse = New();

    public void Pulse() => Volatile.Read(ref _pulse).TrySetResult();

    public async Task WaitAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        await Volatile.Read(ref _pulse).Task.WaitAsync(time, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_pulse.Task.IsCompleted)
        {
            Volatile.Write(ref _pulse, New());
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
