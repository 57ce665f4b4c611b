using System.Collections.Concurrent;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>Runs the probes that plans name, in the background, each at most once at a time.</summary>
internal sealed class RolloutProbes : IDisposable
{
    private const string NotRegistered = "is not registered: add it to RolloutOptions.Probes.";

    private readonly ConcurrentDictionary<(string Flag, string Probe, string Candidate), ProbeState> _states = new();
    private readonly Dictionary<(string Flag, string Probe), ProbeCall> _running = [];
    private readonly RolloutOptions _options;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();

    public RolloutProbes(RolloutOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
    }

    /// <summary>Gets what the probes of a plan said last of its candidate: what it waits for, and which of them failed to run.</summary>
    public (IReadOnlyList<string> Waits, IReadOnlyList<string> Failures) Of(RolloutPlan? plan)
    {
        var waits = new List<string>();
        var failures = new List<string>();
        foreach (string name in plan?.Probes ?? [])
        {
            ProbeState state = _states.GetValueOrDefault((plan!.Flag, name, plan.Candidate), ProbeState.NotRun);
            string? sentence = state.Sentence is { } said ? $"Probe `{name}` {said}" : null;
            (state.HasFailed ? failures : waits).AddRange(sentence is null ? [] : [sentence]);
        }

        return (waits, failures);
    }

    /// <summary>Runs the probes that are not running.</summary>
    public Task RunAsync(RolloutPlan? plan)
    {
        var running = new List<Task>();
        foreach (string name in plan?.Probes ?? [])
        {
            running.Add(RunAsync(plan!, name));
        }

        return Task.WhenAll(running);
    }

    /// <summary>Names the probes of a plan that nobody registered: the rollout will wait for them for ever.</summary>
    public static IEnumerable<string> Unregistered(RolloutPlan? plan, RolloutOptions options)
    {
        foreach (string name in plan?.Probes ?? [])
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

    /// <summary>Runs a probe, or waits for the one that runs: calls never overlap, however long one hangs, whichever candidate it tries.</summary>
    private async Task RunAsync(RolloutPlan plan, string name)
    {
        (string Flag, string Probe, string Candidate) key = (plan.Flag, name, plan.Candidate);
        if (Find(_options, name) is not { } probe)
        {
            _states[key] = new ProbeState(NotRegistered, HasFailed: true);
            return;
        }

        ProbeCall call = CallOrJoin(key, probe);
        await call.Answer.ConfigureAwait(false);
        if (call.Candidate != plan.Candidate)
        {
            call = CallOrJoin(key, probe);
            if (call.Candidate == plan.Candidate)
            {
                await call.Answer.ConfigureAwait(false);
            }
            else
            {
                _states[key] = new ProbeState($"could not run: it has not answered yet about `{call.Candidate}`.", HasFailed: true);
            }
        }
    }

    private ProbeCall CallOrJoin((string Flag, string Probe, string Candidate) key, IRolloutProbe probe)
    {
        lock (_running)
        {
            if (!_running.TryGetValue((key.Flag, key.Probe), out ProbeCall? running) || running.Call.IsCompleted)
            {
                var cancel = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                Task<string?> call = CallAsync(key.Flag, key.Candidate, probe, cancel.Token);
                running = new ProbeCall(key.Candidate, call, AnswerAsync(key, call, cancel));
                _running[(key.Flag, key.Probe)] = running;
            }

            return running;
        }
    }

    private static Task<string?> CallAsync(string flag, string candidate, IRolloutProbe probe, CancellationToken cancellationToken)
    {
        EvaluationContext context = EvaluationContext.For("probe").Force(flag, candidate).Build();
        return Task.Run(() => probe.ProbeAsync(flag, context, cancellationToken).AsTask(), CancellationToken.None);
    }

    private async Task AnswerAsync((string Flag, string Probe, string Candidate) key, Task<string?> call, CancellationTokenSource cancel)
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

    /// <summary>A call that was made last.</summary>
    /// <param name="Candidate">The candidate it tries.</param>
    /// <param name="Call">The call, which may hang.</param>
    /// <param name="Answer">Ends when it has answered, or its time is up.</param>
    private sealed record ProbeCall(string Candidate, Task Call, Task Answer);

    /// <summary>What a probe said last.</summary>
    /// <param name="Sentence">What is wrong; <see langword="null"/> for green.</param>
    /// <param name="HasFailed">Whether it failed to run, which is unknown.</param>
    private sealed record ProbeState(string? Sentence, bool HasFailed = false)
    {
        public static ProbeState NotRun { get; } = new("has not been run yet.");
    }
}
