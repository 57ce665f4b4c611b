using System.Collections.Concurrent;

namespace ModularRollout.Rollouts.Control;

/// <summary>Runs the probes that plans name, in the background, each at most once at a time.</summary>
internal sealed class RolloutProbes : IDisposable
{
    private const string NotRegistered = "is not registered: add it to RolloutOptions.Probes.";

    private readonly ConcurrentDictionary<(string Flag, string Probe), ProbeState> _states = new();
    private readonly Dictionary<(string Flag, string Probe), (Task Call, Task Answer)> _running = [];
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

    /// <summary>Cancels what runs.</summary>
    public void Dispose() => _stop.Cancel();

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

    /// <summary>Runs a probe, or waits for the one that runs: calls never overlap, however long one hangs.</summary>
    private Task RunAsync(RolloutRun run, string name)
    {
        (string, string) key = (run.Flag, name);
        if (Find(_options, name) is not { } probe)
        {
            _states[key] = new ProbeState(NotRegistered, HasFailed: true);
            return Task.CompletedTask;
        }

        lock (_running)
        {
            if (!_running.TryGetValue(key, out (Task Call, Task Answer) running) || running.Call.IsCompleted)
            {
                var cancel = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                Task<string?> call = CallAsync(run, probe, cancel.Token);
                running = (call, AnswerAsync(key, call, cancel));
                _running[key] = running;
            }

            return running.Answer;
        }
    }

    private static Task<string?> CallAsync(RolloutRun run, IRolloutProbe probe, CancellationToken cancellationToken)
    {
        EvaluationContext context = EvaluationContext.For("probe").Force(run.Flag, run.Plan!.Candidate).Build();
        return Task.Run(() => probe.ProbeAsync(run.Flag, context, cancellationToken).AsTask(), CancellationToken.None);
    }

    private async Task AnswerAsync((string Flag, string Probe) key, Task<string?> call, CancellationTokenSource cancel)
    {
        try
        {
            _states[key] = new ProbeState(await call.WaitAsync(_options.ProbeTimeout, _clock).ConfigureAwait(false) is { } wrong ? $"says: {wrong}" : null);
        }
        catch (TimeoutException) when (!call.IsCompleted)
        {
            _states[key] = new ProbeState($"did not answer within {Sentences.Of(_options.ProbeTimeout)}.", HasFailed: true);
        }
        catch (Exception exception)
        {
            _states[key] = new ProbeState($"failed to run: {exception.Message}", HasFailed: true);
        }
        finally
        {
            await cancel.CancelAsync().ConfigureAwait(false);
            cancel.Dispose();
        }
    }

    /// <summary>What a probe said last.</summary>
    /// <param name="Sentence">What is wrong; <see langword="null"/> for green.</param>
    /// <param name="HasFailed">Whether it failed to run, which is unknown.</param>
    private sealed record ProbeState(string? Sentence, bool HasFailed = false)
    {
        public static ProbeState NotRun { get; } = new("has not been run yet.");
    }
}
