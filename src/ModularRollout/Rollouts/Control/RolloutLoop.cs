using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Rollouts.Control;

/// <summary>Looks after the rollouts of one gate: takes the store's lease or follows, looks at the evidence, decides, journals, and keeps checkpoints.</summary>
/// <remarks>
/// Steps come one at a time. A store that is slow delays what raises exposure. What lowers it waits at most a tenth of the time between two looks, once: a call that hangs is not waited for
/// again, and what it brings in the end is taken by a later step. No rollout's trouble is another's.
/// </remarks>
internal sealed class RolloutLoop : IAsyncDisposable
{
    private readonly IRolloutHost _host;
    private readonly RolloutOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Action _wake;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly RolloutCheckpoints _checkpoints;
    private readonly RolloutProbes _probes;
    private readonly EditNotes _edits;
    private readonly RolloutLeaseKeeper _lease;
    private readonly StoreCall _acquiring;
    private readonly ConcurrentDictionary<string, (StoreCall Sync, StoreCall Save)> _calls = new(StringComparer.Ordinal);
    private string? _fault;
    private string? _logged;
    private long? _lastLook;
    private long? _lastCheckpoint;

    public RolloutLoop(IRolloutHost host, RolloutBoard board, IRolloutStore store, RolloutOptions options, TimeProvider clock, ILogger logger, Action wake)
    {
        _host = host;
        Board = board;
        Store = store;
        _options = options;
        _clock = clock;
        _logger = logger;
        _wake = wake;
        _checkpoints = new RolloutCheckpoints(board, store, options, clock);
        _probes = new RolloutProbes(options, clock);
        _lease = new RolloutLeaseKeeper(store, options.Instance);
        _acquiring = new StoreCall(clock, wake);
        Transitions = new Transitions(board, clock, host);
        Reports = new ClosingReports(board, Transitions, clock);
        _edits = new EditNotes(board, host, Transitions);
    }

    public RolloutBoard Board { get; }

    public IRolloutStore Store { get; }

    public Transitions Transitions { get; }

    public ClosingReports Reports { get; }

    /// <summary>Gets whether this process holds the store's lease.</summary>
    public bool IsControlling => _lease.IsHeld;

    /// <summary>Gets what is wrong with the store as a whole, or with the steps; <see langword="null"/> where nothing is.</summary>
    public string? Error => _lease.Error ?? Volatile.Read(ref _fault);

    /// <summary>Gets who holds the lease, where another process does.</summary>
    public string? Holder => _lease.Holder;

    /// <summary>Takes one step: everything that is due by now.</summary>
    /// <param name="looks">Whether it looks at the evidence, and decides; else it only follows what is new.</param>
    /// <param name="cancellationToken">Ends the step early.</param>
    public async Task StepAsync(bool looks, CancellationToken cancellationToken)
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            await StepOverAsync(looks, cancel.Token).ConfigureAwait(false);
            Volatile.Write(ref _fault, null);
        }
        catch (Exception exception) when (!cancel.IsCancellationRequested)
        {
            Volatile.Write(ref _fault, $"A step of the rollouts failed: {exception.Message}");
            Log.StepFailed(_logger, exception, exception.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Gets what is known of one rollout now. The caller holds the board's lock.</summary>
    public RolloutEvidence Observe(RolloutRun run)
    {
        if (run.Watch is not null && !run.Evidence.IsOf(run.State))
        {
            // What was seen in another stretch says nothing about this one.
            Look(run, TimeSpan.Zero);
        }

        (IReadOnlyList<string> waits, IReadOnlyList<string> failures) = _probes.Of(run.StartPlan);
        return run.Evidence with
        {
            IsDefined = run.Definition is not null,
            IsReleased = run.IsReleased,
            Next = run.Next,
            Expires = run.Definition?.Expires,
            Probes = [.. waits, .. failures],
            Obstacles = Obstacles.Of(run, Board.Runs, _options, Store, _clock.GetUtcNow()),
        };
    }

    /// <summary>Runs the probes that a rollout names, and waits for them: before its first stage there was no look that ran them.</summary>
    public Task ProbeAsync(RolloutRun run) => _probes.RunAsync(run.StartPlan);

    /// <summary>Appends what waits, writes the last checkpoint and gives the lease back; a store that hangs is not waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _probes.Dispose();
        Task end = Task.Run(EndAsync);
        await end.WaitAsync(Patience.OfEnd, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!end.IsCompleted)
        {
            Log.EndFailed(_logger);
        }
    }

    private async Task EndAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (IsControlling)
            {
                await Task.WhenAll(Array.ConvertAll(Board.Runs, static run => run.Keeper.Pending > 0 ? run.Keeper.FlushAsync(CancellationToken.None) : Task.CompletedTask)).ConfigureAwait(false);
            }

            // The last checkpoint comes after one that is still being written, which knows less.
            await Task.WhenAll(Array.ConvertAll(Board.Runs, run => CallsOf(run).Save.Ended)).ConfigureAwait(false);
            await SaveAsync(isTime: true, Timeout.InfiniteTimeSpan, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
            await _lease.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task StepOverAsync(bool looks, CancellationToken cancellationToken)
    {
        // A gate that starts may wait for its store; one that runs has exposures to protect.
        TimeSpan patience = _lastLook is null ? _options.LookEvery : _options.LookEvery / 10;
        TimeSpan? elapsed = looks ? Elapsed() : null;
        await _acquiring.TryAsync(() => _lease.AcquireAsync(flag => _ = Board.GetOrAdd(flag)), patience, cancellationToken).ConfigureAwait(false);
        LogOf(_lease.Error);
        Board.Define();
        _host.Drain();
        await Task.WhenAll(Array.ConvertAll(Board.Runs, run => StepSafelyAsync(run, elapsed, patience, cancellationToken))).ConfigureAwait(false);
        bool isTime = _lastCheckpoint is not { } last || _clock.GetElapsedTime(last) >= _options.CheckpointEvery;
        await SaveAsync(isTime || !IsControlling, patience, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets the time since the last look by a clock that is never set back, at most two ticks: a sleeping machine does not dwell.</summary>
    private TimeSpan Elapsed()
    {
        long now = _clock.GetTimestamp();
        TimeSpan elapsed = _lastLook is { } last ? _clock.GetElapsedTime(last, now) : TimeSpan.Zero;
        _lastLook = now;
        TimeSpan most = 2 * _options.LookEvery;
        return elapsed > most ? most : elapsed;
    }

    private async Task StepSafelyAsync(RolloutRun run, TimeSpan? elapsed, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await StepAsync(run, elapsed, patience, cancellationToken).ConfigureAwait(false);
            run.Fault = null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            run.Fault = $"A step failed: {exception.Message}";
            Log.StepFailed(_logger, exception, exception.Message);
        }
    }

    private async Task StepAsync(RolloutRun run, TimeSpan? elapsed, TimeSpan patience, CancellationToken cancellationToken)
    {
        bool isControlling = IsControlling;
        await CallsOf(run).Sync.TryAsync(() => SyncAsync(run, isControlling, cancellationToken), patience, cancellationToken).ConfigureAwait(false);
        Board.Follow(run);
        _checkpoints.Take(run, isControlling);
        if (elapsed is { } time)
        {
            lock (Board.Lock)
            {
                Look(run, time);
            }
        }

        if (isControlling && elapsed is not null && run.IsKnown && Board.IsDefined)
        {
            _ = _probes.RunAsync(run.Plan);
            _ = _probes.RunAsync(run.Next?.ToStart);
            await DecideAsync(run, patience, cancellationToken).ConfigureAwait(false);
            await _edits.WriteAsync(run, patience, cancellationToken).ConfigureAwait(false);
            await Reports.WriteAsync(run, patience, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SyncAsync(RolloutRun run, bool isControlling, CancellationToken cancellationToken)
    {
        bool isNew = run.Saved.ReadFor != isControlling;
        if (!isControlling || isNew || !run.Keeper.IsRead || run.Keeper.Error is not null || run.Damage is not null)
        {
            _ = await run.Keeper.ReadAsync(fromBeginning: run.Damage is not null, cancellationToken).ConfigureAwait(false);
        }

        await _checkpoints.ReadAsync(run, isControlling, cancellationToken).ConfigureAwait(false);
        if (isControlling && run.Keeper.Pending > 0)
        {
            _ = await run.Keeper.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Looks at one rollout. The caller holds the board's lock: no transition comes in between.</summary>
    private void Look(RolloutRun run, TimeSpan elapsed)
    {
        if (run.Watch is { } watch && run.Plan is { } plan)
        {
            bool isOpen = plan.ChangeHours?.IsOpen(_clock.GetUtcNow()) ?? true;
            var sight = new RolloutSight(run.Saved.OthersFor(watch), _host.DecisionsOf(run.Flag, plan.Candidate), elapsed, isOpen, _probes.Of(plan).Failures);
            run.Evidence = watch.Look(run.State, sight);
            run.Saved.Looked(watch);
        }
        else
        {
            run.Evidence = new RolloutEvidence();
        }
    }

    private async Task DecideAsync(RolloutRun run, TimeSpan patience, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        var decision = new RolloutDecision("rollout", () => Observe(run), (plan, state, evidence) => RolloutDirector.Decide(plan, state, evidence, now));
        RolloutTransition made = await Transitions.MakeAsync(run, decision, patience, cancellationToken).ConfigureAwait(false);
        run.Waits = made.Step.Waits;
    }

    /// <summary>Writes checkpoints: the controller's when it is time and after each entry, a follower's evidence at each step, which the controller waits for.</summary>
    private async Task SaveAsync(bool isTime, TimeSpan patience, CancellationToken cancellationToken)
    {
        _lastCheckpoint = isTime ? _clock.GetTimestamp() : _lastCheckpoint;
        await Task.WhenAll(Array.ConvertAll(Board.Runs, run => CallsOf(run).Save.TryAsync(() => _checkpoints.SaveAsync(run, IsControlling, isTime), patience, cancellationToken))).ConfigureAwait(false);
    }

    private (StoreCall Sync, StoreCall Save) CallsOf(RolloutRun run) => _calls.GetOrAdd(run.Flag, _ => (new StoreCall(_clock, _wake), new StoreCall(_clock, static () => { })));

    private void LogOf(string? error)
    {
        if (error is not null && error != _logged)
        {
            Log.StoreFailed(_logger, error);
        }

        _logged = error;
    }
}
