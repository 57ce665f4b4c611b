using System.Text;
using Microsoft.Extensions.Logging;
using ModularRollout.Definitions;
using ModularRollout.Outcomes;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Governance;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Portfolios;
using ModularRollout.Rollouts.Reports;
using ModularRollout.Rollouts.Runbooks;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Rollouts.Telemetry;

namespace ModularRollout.Rollouts;

/// <summary>Carries out the rollouts of one gate: says where they stand, takes commands, and takes the steps that are due.</summary>
/// <remarks>
/// Thread-safe. Whichever process holds the store's lease controls; every other follows its journal. What raises exposure is journalled before it takes effect; what lowers it takes effect at
/// once, whatever the store does. No method throws because a rollout, a store, a probe or a listener is in trouble: that is said in the answer, in <see cref="Find"/> and in the gate's status.
/// </remarks>
public sealed class RolloutController : IDisposable, IAsyncDisposable
{
    private readonly IRolloutHost _host;
    private readonly RolloutLoop _loop;
    private readonly RolloutCommands _commands;
    private readonly RolloutNotifier _notifier;
    private readonly RolloutTelemetry _telemetry;
    private readonly RolloutOptions _options;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly StepWake _wake = new();
    private Task _running = Task.CompletedTask;
    private int _isStarted;

    internal RolloutController(IRolloutHost host, OutcomeRecorder recorder, RolloutOptions options, TimeProvider clock, ILogger logger, string? setId = null)
    {
        _host = host;
        _telemetry = new RolloutTelemetry(logger, clock, setId);
        _options = options;
        _clock = clock;
        var store = new BackgroundStore(options.Store ?? new MemoryRolloutStore());
        var board = new RolloutBoard(host, store, recorder, options, clock, Appended);
        board.Lowered += _telemetry.Lowered;
        _loop = new RolloutLoop(host, board, store, options, clock, logger, _wake.Pulse);
        _commands = new RolloutCommands(_loop, host, options, clock, logger);
        _notifier = new RolloutNotifier(_loop.Transitions, options, clock, logger);
        Sightings = new DecisionSightings(host.Decisions, () => host.Current.Gate.Directory, clock);
    }

    /// <summary>Gets whether this process controls the rollouts; where it does not, it follows the one that does.</summary>
    public bool IsControlling => _loop.IsControlling;

    /// <summary>Gets where every rollout stands, in the ordinal order of the flags.</summary>
    /// <returns>A rollout for each flag that has a plan, or had one when its attempt was locked.</returns>
    public IReadOnlyList<RolloutProgress> List()
    {
        var all = new List<RolloutProgress>();
        foreach (RolloutRun run in _loop.Board.Runs)
        {
            if (ProgressOf(run) is { } progress)
            {
                all.Add(progress);
            }
        }

        return all;
    }

    /// <summary>Gets where a rollout stands.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <returns>Its progress; <see langword="null"/> where the flag has no plan.</returns>
    public RolloutProgress? Find(string flag)
    {
        ArgumentNullException.ThrowIfNull(flag);
        return _loop.Board.Find(flag) is { } run ? ProgressOf(run) : null;
    }

    /// <summary>Gets the journal of a flag's rollouts, as this process knows it.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <returns>The journal; empty where nothing happened yet.</returns>
    public RolloutJournal JournalOf(string flag)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        return _loop.Board.Find(flag)?.Keeper.Journal ?? RolloutJournal.Read(flag, []);
    }

    /// <summary>Makes the runbook of a flag's rollout: how to take it back, where it stands, what it does by itself, whom to tell, and what happened.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <returns>The runbook of this moment, as this process knows it; <see langword="null"/> where the flag has no plan.</returns>
    /// <exception cref="ArgumentNullException">The name is <see langword="null"/>.</exception>
    public RolloutRunbook? RunbookOf(string flag)
    {
        ArgumentNullException.ThrowIfNull(flag);
        return _loop.Board.Find(flag) is { } run && ProgressOf(run) is { } progress ? new RolloutRunbook(FactsOf(run, progress)) : null;
    }

    /// <summary>Looks at all rollouts together: where each stands and what it waits for, in which order they can be done, what they risk together, which flags can be removed.</summary>
    /// <param name="expiringWithin">How long before its last day a flag is listed for removal, zero or more; <see langword="null"/> for 14 days.</param>
    /// <returns>The portfolio of this moment, as this process knows it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The span is negative.</exception>
    public RolloutPortfolio Portfolio(TimeSpan? expiringWithin = null)
    {
        TimeSpan within = expiringWithin ?? new GovernanceOptions().ExpiringWithin;
        ArgumentOutOfRangeException.ThrowIfLessThan(within, TimeSpan.Zero, nameof(expiringWithin));
        return PortfolioMaker.Make(List(), _host.Current.Flags, _options, within, _clock.GetUtcNow());
    }

    /// <summary>Makes the report of a flag's last attempt: the closing one where it has ended, else as it stands.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <returns>The report; <see langword="null"/> where no attempt has started.</returns>
    /// <exception cref="ArgumentNullException">The name is <see langword="null"/>.</exception>
    /// <remarks>Reports of earlier attempts are in the journal: <see cref="RolloutReport.Of"/>.</remarks>
    public RolloutReport? ReportOf(string flag)
    {
        ArgumentNullException.ThrowIfNull(flag);
        return _loop.Board.Find(flag) is { } run ? _loop.Reports.Of(run) : null;
    }

    /// <summary>Takes one step: follows or controls, looks at the evidence, makes what transitions are due, writes what checkpoints are due.</summary>
    /// <param name="cancellationToken">Ends the step early.</param>
    /// <returns>A task that completes when the step is taken.</returns>
    /// <remarks>A started gate does so every <see cref="RolloutOptions.LookEvery"/>; call it by hand in tests, and where <see cref="RolloutOptions.RunsByItself"/> is off.</remarks>
    public Task StepAsync(CancellationToken cancellationToken = default)
    {
        Sightings.ObserveIfDue();
        return TakeStepAsync(looks: true, cancellationToken);
    }

    /// <summary>Starts the first attempt, or one that is scheduled, now.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ArgumentException">An argument is empty.</exception>
    public Task<RolloutCommandResult> StartAsync(string flag, string actor, string reason, CancellationToken cancellationToken = default) =>
        Command(flag, new RolloutCommand(RolloutCommandKind.Start, actor, reason), cancellationToken);

    /// <summary>Holds a rollout: the exposure stays, and nothing advances.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public Task<RolloutCommandResult> PauseAsync(string flag, string actor, string reason, CancellationToken cancellationToken = default) =>
        Command(flag, new RolloutCommand(RolloutCommandKind.Pause, actor, reason), cancellationToken);

    /// <summary>Goes on after a hold; breaches have to be acknowledged first.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public Task<RolloutCommandResult> ResumeAsync(string flag, string actor, string reason, CancellationToken cancellationToken = default) =>
        Command(flag, new RolloutCommand(RolloutCommandKind.Resume, actor, reason), cancellationToken);

    /// <summary>Takes note of a guard's breach; its evidence starts anew.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="guard">The guard's name.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ArgumentException">An argument is empty.</exception>
    public Task<RolloutCommandResult> AcknowledgeAsync(string flag, string guard, string actor, string reason, CancellationToken cancellationToken = default) =>
        Command(flag, new RolloutCommand(RolloutCommandKind.Acknowledge, actor, reason, guard), cancellationToken);

    /// <summary>Approves the next stage for a group; an actor counts once, whatever the groups.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="group">The group, as the plan names it.</param>
    /// <param name="actor">Who approves.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ArgumentException">An argument is empty.</exception>
    public Task<RolloutCommandResult> ApproveAsync(string flag, string group, string actor, string reason, CancellationToken cancellationToken = default) =>
        Command(flag, new RolloutCommand(RolloutCommandKind.Approve, actor, reason, group), cancellationToken);

    /// <summary>Enters the next stage now: waives dwell, subjects, outcomes and proof, never what is not known, approvals, probes or other rollouts.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public Task<RolloutCommandResult> AdvanceAsync(string flag, string actor, string reason, CancellationToken cancellationToken = default) =>
        Command(flag, new RolloutCommand(RolloutCommandKind.Advance, actor, reason), cancellationToken);

    /// <summary>Gives everybody the baseline again. When this method returns its task, that is in effect already.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public Task<RolloutCommandResult> RollBackAsync(string flag, string actor, string reason, CancellationToken cancellationToken = default) =>
        Command(flag, new RolloutCommand(RolloutCommandKind.RollBack, actor, reason), cancellationToken);

    /// <summary>Ends the attempt; everybody gets the baseline.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public Task<RolloutCommandResult> AbortAsync(string flag, string actor, string reason, CancellationToken cancellationToken = default) =>
        Command(flag, new RolloutCommand(RolloutCommandKind.Abort, actor, reason), cancellationToken);

    /// <summary>Starts another attempt after one that ended; after completion, under a plan in force that goes on from what completed.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public Task<RolloutCommandResult> RestartAsync(string flag, string actor, string reason, CancellationToken cancellationToken = default) =>
        Command(flag, new RolloutCommand(RolloutCommandKind.Restart, actor, reason), cancellationToken);

    /// <summary>Replaces what is locked by the definition in force; guards that judge otherwise start anew.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public Task<RolloutCommandResult> AdoptAsync(string flag, string actor, string reason, CancellationToken cancellationToken = default) =>
        Command(flag, new RolloutCommand(RolloutCommandKind.Adopt, actor, reason), cancellationToken);

    /// <summary>Turns the flag's kill switch on, in this process alone, and journals it where this process controls. When this method returns its task, the kill is in effect already.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public Task<RolloutCommandResult> KillAsync(string flag, string actor, string reason, CancellationToken cancellationToken = default) =>
        Command(flag, new RolloutCommand(RolloutCommandKind.Kill, actor, reason), cancellationToken);

    /// <summary>Turns the flag's kill switch off, in this process alone, and journals it where this process controls.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public Task<RolloutCommandResult> ReviveAsync(string flag, string actor, string reason, CancellationToken cancellationToken = default) =>
        Command(flag, new RolloutCommand(RolloutCommandKind.Revive, actor, reason), cancellationToken);

    /// <summary>Journals that a drill of the plan was passed, for stages that demand a fresh one.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public Task<RolloutCommandResult> RecordDrillAsync(string flag, string actor, string reason, CancellationToken cancellationToken = default) =>
        Command(flag, new RolloutCommand(RolloutCommandKind.RecordDrill, actor, reason), cancellationToken);

    /// <summary>Adds to the report of the last attempt what was learnt, and what is to be done; what is written last counts.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="learnt">What was learnt; <see langword="null"/> to leave that as it is.</param>
    /// <param name="followUp">What is to be done; <see langword="null"/> to leave that as it is.</param>
    /// <param name="actor">Who writes.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ArgumentException">The flag or the actor is empty, or both texts are.</exception>
    public Task<RolloutCommandResult> AnnotateAsync(string flag, string? learnt, string? followUp, string actor, CancellationToken cancellationToken = default)
    {
        (learnt, followUp) = (Text(learnt), Text(followUp));
        if (learnt is null && followUp is null)
        {
            throw new ArgumentException("The note is empty; say what was learnt, or what is to be done.", nameof(learnt));
        }

        return Command(flag, new RolloutCommand(RolloutCommandKind.Annotate, actor, learnt ?? followUp!, ReportWriter.WriteNote(learnt, followUp)), cancellationToken);

        static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
    }

    /// <summary>Writes the last checkpoint and gives the lease back; the gate does so when it is disposed.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Writes the last checkpoint and gives the lease back; the gate does so when it is disposed.</summary>
    /// <returns>A task that completes when that is done.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isStarted, 2) != 2)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _loop.DisposeAsync().ConfigureAwait(false);
            _notifier.Dispose();
            _loop.Board.Dispose();
            await _telemetry.FlushAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
        }
    }

    /// <summary>Gets when flags were last seen to be decided in this process.</summary>
    internal DecisionSightings Sightings { get; }

    /// <summary>Gets the time by the gate's clock.</summary>
    internal DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Takes the parts that may need the gate, and refuses wrong ones before anything has begun.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">They are wrong; the exception lists every error.</exception>
    internal void Complete()
    {
        lock (_stop)
        {
            _options.Complete();
        }
    }

    /// <summary>Takes the first step, and goes on by itself where the options say so.</summary>
    internal async Task BeginAsync(CancellationToken cancellationToken)
    {
        lock (_stop)
        {
            if (Interlocked.CompareExchange(ref _isStarted, 1, 0) != 0)
            {
                return;
            }

            _notifier.Begin();
        }

        Sightings.Observe();

        // Whoever stops waiting for the first step does not stop the rollouts.
        Task first = Task.Run(() => TakeStepAsync(looks: true, _stop.Token), CancellationToken.None);
        _running = _options.RunsByItself ? RunAsync(first) : first;
        await first.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets what is shown to listeners and loggers.</summary>
    internal RolloutTelemetry Telemetry => _telemetry;

    /// <summary>Lets the next step come soon: definitions have changed.</summary>
    internal void Wake() => _wake.Pulse();

    /// <summary>Gets what is wrong, in sentences, for the gate's status.</summary>
    internal List<string> Troubles()
    {
        List<string> troubles = _loop.Error is { } error ? [error] : [];
        foreach (RolloutRun run in _loop.Board.Runs)
        {
            if (run.Trouble is { } trouble)
            {
                troubles.Add($"Rollout of `{run.Flag}`: {trouble}");
            }

            if (!run.State.IsEnded && run.State.Status != RolloutStatus.Completed)
            {
                foreach (string unregistered in RolloutProbes.Unregistered(run.Plan, _options))
                {
                    troubles.Add($"Rollout of `{run.Flag}`: {unregistered}");
                }
            }
        }

        return troubles;
    }

    /// <summary>Steps whenever there is something to follow, and looks at the evidence at each tick: not more often, lest a second without outcomes passes for not knowing.</summary>
    private async Task RunAsync(Task first)
    {
        long last = _clock.GetTimestamp();
        await first.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!_stop.IsCancellationRequested)
        {
            TimeSpan left = _options.LookEvery - _clock.GetElapsedTime(last);
            await _wake.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _clock, _stop.Token).ConfigureAwait(false);
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            Sightings.ObserveIfDue();
            bool looks = _clock.GetElapsedTime(last) >= _options.LookEvery;
            last = looks ? _clock.GetTimestamp() : last;
            await TakeStepAsync(looks, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TakeStepAsync(bool looks, CancellationToken cancellationToken)
    {
        await _loop.StepAsync(looks, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<RolloutProgress> all = List();
        _telemetry.Watch(() => (all, new ControllerState(IsControlling, _loop.Holder, _loop.Error, _loop.Store.Damages)));
    }

    private Task<RolloutCommandResult> Command(string flag, RolloutCommand command, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ArgumentException.ThrowIfNullOrWhiteSpace(command.Actor, "actor");
        ArgumentException.ThrowIfNullOrWhiteSpace(command.Reason, "reason");
        if (command.Kind is RolloutCommandKind.Acknowledge or RolloutCommandKind.Approve)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(command.Argument, command.Kind == RolloutCommandKind.Approve ? "group" : "guard");
        }

        return GiveAsync(flag, command, cancellationToken);
    }

    private async Task<RolloutCommandResult> GiveAsync(string flag, RolloutCommand command, CancellationToken cancellationToken)
    {
        RolloutCommandResult result = await _commands.GiveAsync(flag, command, ProgressOf, cancellationToken).ConfigureAwait(false);
        if (!result.IsAccepted)
        {
            _telemetry.Refused(flag, command, result.Sentence);
        }

        return result;
    }

    private void Appended(RolloutRun run, RolloutJournalEntry entry)
    {
        _telemetry.Appended(run, entry);
        _notifier.Tell(run, entry);
    }

    private RunbookFacts FactsOf(RolloutRun run, RolloutProgress progress)
    {
        RolloutState state = run.State;
        return new RunbookFacts
        {
            State = state,
            Progress = progress,
            Evidence = _loop.Observe(run),
            Definition = run.Definition ?? new FlagDefinition(run.Flag, null, Encoding.UTF8.GetBytes(state.Definition!)),
            Journal = run.Keeper.Journal,
            Now = _clock.GetUtcNow(),
            IsKilled = _host.Current.Gate.Directory.Find(run.Flag) is { Killed: true },
            Controller = IsControlling ? _options.Instance : _loop.Holder,
            Refusal = _commands.ForbidsState(run),
            LookEvery = _options.LookEvery,
            CheckpointEvery = _options.CheckpointEvery,
        };
    }

    private RolloutProgress? ProgressOf(RolloutRun run) => Progresses.Of(run, IsControlling);
}
