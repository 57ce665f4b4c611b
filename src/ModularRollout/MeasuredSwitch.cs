namespace ModularRollout;

/// <summary>Runs the chosen path of a switch. Where nobody measures it, that is all; a path that ends synchronously costs no allocation.</summary>
internal static class MeasuredSwitch
{
    public static TResult Run<TState, TResult>(
        in Decision decision, TState state, Func<TState, TResult> path, SwitchOptions<TResult>? options, CancellationToken cancellationToken)
    {
        if (!SwitchMeasurement.TryStart(decision, options?.IsExpected, cancellationToken, out SwitchMeasurement measurement))
        {
            return path(state);
        }

        TResult result;
        try
        {
            result = path(state);
        }
        catch (Exception exception) when (measurement.Threw(exception))
        {
            throw;
        }

        measurement.Returned(result, options?.IsFailure);
        return result;
    }

    public static void Run<TState>(in Decision decision, TState state, Action<TState> path, SwitchOptions? options, CancellationToken cancellationToken)
    {
        if (!SwitchMeasurement.TryStart(decision, options?.IsExpected, cancellationToken, out SwitchMeasurement measurement))
        {
            path(state);
            return;
        }

        try
        {
            path(state);
        }
        catch (Exception exception) when (measurement.Threw(exception))
        {
            throw;
        }

        measurement.Returned();
    }

    public static ValueTask<TResult> RunAsync<TState, TResult>(
        in Decision decision, TState state, Func<TState, CancellationToken, ValueTask<TResult>> path, SwitchOptions<TResult>? options, CancellationToken cancellationToken)
    {
        if (!SwitchMeasurement.TryStart(decision, options?.IsExpected, cancellationToken, out SwitchMeasurement measurement))
        {
            return path(state, cancellationToken);
        }

        ValueTask<TResult> work;
        try
        {
            work = path(state, cancellationToken);
        }
        catch (Exception exception) when (measurement.Threw(exception))
        {
            throw;
        }

        if (!work.IsCompletedSuccessfully)
        {
            return AwaitAsync(work, measurement, options?.IsFailure);
        }

        TResult result = work.Result;
        measurement.Returned(result, options?.IsFailure);
        return ValueTask.FromResult(result);
    }

    public static ValueTask RunAsync<TState>(
        in Decision decision, TState state, Func<TState, CancellationToken, ValueTask> path, SwitchOptions? options, CancellationToken cancellationToken)
    {
        if (!SwitchMeasurement.TryStart(decision, options?.IsExpected, cancellationToken, out SwitchMeasurement measurement))
        {
            return path(state, cancellationToken);
        }

        ValueTask work;
        try
        {
            work = path(state, cancellationToken);
        }
        catch (Exception exception) when (measurement.Threw(exception))
        {
            throw;
        }

        if (!work.IsCompletedSuccessfully)
        {
            return AwaitAsync(work, measurement);
        }

        // Returns a pooled source to its pool.
        work.GetAwaiter().GetResult();
        measurement.Returned();
        return ValueTask.CompletedTask;
    }

    private static async ValueTask<TResult> AwaitAsync<TResult>(ValueTask<TResult> work, SwitchMeasurement measurement, Func<TResult, bool>? isFailure)
    {
        TResult result;
        try
        {
            result = await work.ConfigureAwait(false);
        }
        catch (Exception exception) when (measurement.Threw(exception))
        {
            throw;
        }

        measurement.Returned(result, isFailure);
        return result;
    }

    private static async ValueTask AwaitAsync(ValueTask work, SwitchMeasurement measurement)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (Exception exception) when (measurement.Threw(exception))
        {
            throw;
        }

        measurement.Returned();
    }
}
