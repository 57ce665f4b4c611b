using System.Collections.Concurrent;

namespace ModularRollout.Rollouts.Control;

/// <summary>Runs the probes that plans name, in the background, each at most once at a time.</summary>
internal sealed class RolloutProbes : IDisposable
{
    private const string NotRegistered = "is not registered: add it to RolloutOptions.Probes.";

    private readonly ConcurrentDictionary<(string Flag, string Probe), ProbeState> _states = new();
    private readonly RolloutOptions _options;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();

    public RolloutProbes(RolloutOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
    }

    /// <summary>Gets what the probes of a rollout said last: what it waits for, and which of them failed to run.</summary>
    public (IReadOnlyList<string> Waits, IReadOnlyList<string> Failures) Of(RolloutRun run)
    {
        var waits = new List<string>();
        var failures = new List<string>();
        foreach (string name in run.Plan?.Probes ?? [])
        {
            ProbeState state = _states.GetValueOrDefault((run.Flag, name), ProbeState.NotRun);
            string? sentence = state.Sentence is { } said ? $"Probe `{name}` {said}" : null;
            (state.HasFailed ? failures : waits).AddRange(sentence is null ? [] : [sentence]);
        }

        return (waits, failures);
    }

    /// <summary>Runs the probes that are not running.</summary>
    public Task RunAsync(RolloutRun run)
    {
        var running = new List<Task>();
        foreach (string name in run.Plan?.Probes ?? [])
        {
            running.Add(RunAsync(run, name));
        }

        return Task.WhenAll(running);
    }

    /// <summary>Names the probes of a plan that nobody registered: the rollout will wait for them for ever.</summary>
    public static IEnumerable<string> Unregistered(RolloutRun run, RolloutOptions options)
    {
        foreach (string name in run.Plan?.Probes ?? [])
        {
            if (Find(options, name) is null)
            {
                yield return $"Probe `{name}` {NotRegistered}";
            }
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private static IRolloutProbe? Find(RolloutOptions options, string name)
    {
        foreach (IRolloutProbe probe in options.Probes)
        {
            if (probe.Name == name)
            {
                return probe;
            }
        }

        return null;
    }

    private async Task RunAsync(RolloutRun run, string name)
    {
        (string, string) key = (run.Flag, name);
        ProbeState before = _states.GetOrAdd(key, ProbeState.NotRun);
        if (before.IsRunning || !_states.TryUpdate(key, before with { IsRunning = true }, before))
        {
            return;
        }

        _states[key] = await TryAsync(run, name).ConfigureAwait(false);
    }

    private async Task<ProbeState> TryAsync(RolloutRun run, string name)
    {
        if (Find(_options, name) is not { } probe)
        {
            return new ProbeState(NotRegistered, HasFailed: true);
        }

        try
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            EvaluationContext context = EvaluationContext.For("probe").Force(run.Flag, run.Plan!.Candidate).Build();
            Task<string?> call = Task.Run(() => probe.ProbeAsync(run.Flag, context, cancel.Token).AsTask(), CancellationToken.None);
            try
            {
                return new ProbeState(await call.WaitAsync(_options.ProbeTimeout, _clock).ConfigureAwait(false) is { } wrong ? $"says: {wrong}" : null);
            }
            finally
            {
                await cancel.CancelAsync().ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            return new ProbeState($"did not answer within {Sentences.Of(_options.ProbeTimeout)}.", HasFailed: true);
        }
        catch (Exception exception)
        {
            return new ProbeState($"failed to run: {exception.Message}", HasFailed: true);
        }
    }

    /// <summary>What a probe said last.</summary>
    /// <param name="Sentence">What is wrong; <see langword="null"/> for green.</param>
    /// <param name="HasFailed">Whether it failed to run, which is unknown.</param>
    /// <param name="IsRunning">Whether it is being run.</param>
    private sealed record ProbeState(string? Sentence, bool HasFailed = false, bool IsRunning = false)
    {
        public static ProbeState NotRun { get; } = new("has not been run yet.");
    }
}
