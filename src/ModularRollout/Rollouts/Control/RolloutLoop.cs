using Microsoft.Extensions.Logging;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Rollouts.Control;

/// <summary>Looks after the rollouts of one gate: takes the store's lease or follows, looks at the evidence, decides, journals, and keeps checkpoints.</summary>
/// <remarks>Steps come one at a time. A store that is slow delays what raises exposure, never what lowers it, and never another rollout for longer than a tick.</remarks>
internal sealed class RolloutLoop : IAsyncDisposable
{
    private readonly IRolloutHost _host;
    private readonly RolloutOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly RolloutCheckpoints _checkpoints;
    private readonly RolloutProbes _probes;
    private IRolloutLease? _lease;
    private bool _isListed;
    private long? _lastStep;
    private long? _lastCheckpoint;

    public RolloutLoop(IRolloutHost host, RolloutBoard board, IRolloutStore store, RolloutOptions options, TimeProvider clock, ILogger logger)
    {
        _host = host;
        Board = board;
        Store = store;
        _options = options;
        _clock = clock;
        _logger = logger;
        _checkpoints = new RolloutCheckpoints(store, options.Instance);
        _probes = new RolloutProbes(options, clock);
        Transitions = new Transitions(board, options, clock, host);
    }

    public RolloutBoard Board { get; }

    public IRolloutStore Store { get; }

    public Transitions Transitions { get; }

    /// <summary>Gets whether this process holds the store's lease.</summary>
    public bool IsControlling => Volatile.Read(ref _lease) is { IsHeld: true };

    /// <summary>Gets what is wrong with the store as a whole; <see langword="null"/> where nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>Gets who holds the lease, where another process does.</summary>
    public string? Holder { get; private set; }

    /// <summary>Takes one step: everything that is due by now.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            TimeSpan elapsed = Elapsed();
            await Patience.WaitAsync(AcquireAsync(cancellationToken), _options, _clock).ConfigureAwait(false);
            Board.Define();
            _host.Drain();
            await Task.WhenAll(Array.ConvertAll(Board.Runs, run => StepAsync(run, elapsed, cancellationToken))).ConfigureAwait(false);
            await SaveAsync(isDue: false, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Looks at one rollout now, for a command: nothing is decided.</summary>
    public RolloutEvidence Observe(RolloutRun run) => run.Evidence with
    {
        IsDefined = run.Definition is not null,
        Expires = run.Definition?.Expires,
        Probes = _probes.Of(run).Waits,
        Obstacles = Obstacles.Of(run, Board.Runs, _options, Store, _clock.GetUtcNow()),
    };

    /// <summary>Runs the probes that a rollout names, and waits for them: before its first stage there was no look that ran them.</summary>
    public Task ProbeAsync(RolloutRun run) => Patience.WaitAsync(_probes.RunAsync(run), _options, _clock);

    /// <summary>Writes the last checkpoint and gives the lease back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            _probes.Dispose();
            await SaveAsync(isDue: true, CancellationToken.None).ConfigureAwait(false);
            if (_lease is { } lease)
            {
                await lease.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            Log.StoreFailed(_logger, exception, exception.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Gets the time since the last step by a clock that is never set back, at most two ticks: a sleeping machine does not dwell.</summary>
    private TimeSpan Elapsed()
    {
        long now = _clock.GetTimestamp();
        TimeSpan elapsed = _lastStep is { } last ? _clock.GetElapsedTime(last, now) : TimeSpan.Zero;
        _lastStep = now;
        TimeSpan most = 2 * _options.LookEvery;
        return elapsed > most ? most : elapsed;
    }

    private async Task AcquireAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!IsControlling)
            {
                IRolloutLease? lease = await Store.TryAcquireLeaseAsync(_options.Instance, cancellationToken).ConfigureAwait(false);
                Holder = lease is null ? await Store.ReadHolderAsync(cancellationToken).ConfigureAwait(false) : null;
                Volatile.Write(ref _lease, lease);
            }

            if (!_isListed)
            {
                foreach (string flag in await Store.ListAsync(cancellationToken).ConfigureAwait(false))
                {
                    _ = Board.GetOrAdd(flag);
                }

                _isListed = true;
            }

            Error = null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Error = $"The rollouts' store failed: {exception.Message}";
            Log.StoreFailed(_logger, exception, exception.Message);
        }
    }

    private async Task StepAsync(RolloutRun run, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        bool isControlling = IsControlling;
        await Patience.WaitAsync(SyncAsync(run, isControlling, cancellationToken), _options, _clock).ConfigureAwait(false);
        Board.Follow(run);
        if (run.Damage is null)
        {
            await Patience.WaitAsync(_checkpoints.LoadAsync(run, Board, isControlling, cancellationToken), _options, _clock).ConfigureAwait(false);
            if (isControlling)
            {
                _ = _probes.RunAsync(run);
            }

            Look(run, elapsed);
            if (isControlling && run.Plan is { } plan && run.Keeper.IsRead && run.Damage is null)
            {
                await DecideAsync(run, plan, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task SyncAsync(RolloutRun run, bool isControlling, CancellationToken cancellationToken)
    {
        if (!isControlling || !run.Keeper.IsRead || run.Keeper.Error is not null)
        {
            _ = await run.Keeper.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        if (isControlling && run.Keeper.Pending > 0)
        {
            _ = await run.Keeper.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Look(RolloutRun run, TimeSpan elapsed)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        if (run.Watch is { } watch && run.Plan is { } plan)
        {
            bool isOpen = plan.ChangeHours?.IsOpen(now) ?? true;
            var sight = new RolloutSight(_checkpoints.OthersOf(run), _host.DecisionsOf(run.Flag, plan.Candidate), elapsed, isOpen, _probes.Of(run).Failures);
            run.Evidence = watch.Look(run.State, sight);
        }
        else
        {
            run.Evidence = new RolloutEvidence();
        }
    }

    private async Task DecideAsync(RolloutRun run, Plans.RolloutPlan plan, CancellationToken cancellationToken)
    {
        RolloutEvidence evidence = Observe(run);
        RolloutStep step = RolloutDirector.Decide(plan, run.State, evidence, _clock.GetUtcNow());
        run.Waits = step.Waits;
        if (step.Move is { } move)
        {
            await Transitions.MakeAsync(run, move, "rollout", evidence, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes checkpoints: the controller's when it is time, a follower's evidence at each step, which the controller waits for.</summary>
    private async Task SaveAsync(bool isDue, CancellationToken cancellationToken)
    {
        long now = _clock.GetTimestamp();
        bool isTime = isDue || _lastCheckpoint is not { } last || _clock.GetElapsedTime(last, now) >= _options.CheckpointEvery;
        if (!isTime && IsControlling)
        {
            return;
        }

        _lastCheckpoint = now;
        foreach (RolloutRun run in Board.Runs)
        {
            await Patience.WaitAsync(_checkpoints.SaveAsync(run, IsControlling, cancellationToken), _options, _clock).ConfigureAwait(false);
        }

        if (_checkpoints.Error is { } error)
        {
            Log.CheckpointFailed(_logger, error);
        }
    }
}
