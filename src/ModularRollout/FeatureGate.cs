using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ModularRollout.Decisions;
using ModularRollout.Definitions;
using ModularRollout.Evaluation;
using ModularRollout.Outcomes;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Governance;
using ModularRollout.Rollouts.Telemetry;
using ModularRollout.Snapshots;

namespace ModularRollout;

/// <summary>Decides feature flags for one application, from live definitions.</summary>
/// <remarks>
/// Thread-safe. Make one for the application and dispose it at its end: it stops asking its providers, and goes on deciding with the last snapshot.
/// Providers that were passed in belong to whoever made them; dispose them after the gate.
/// </remarks>
public sealed class FeatureGate : IFeatureGate, IDisposable, IAsyncDisposable
{
    private readonly SnapshotPublisher _publisher;
    private readonly FeatureGateEngine _engine;
    private readonly ChangeNotifier _notifier;
    private readonly DecisionTelemetry _telemetry;
    private readonly ActivitySource _source;

    /// <summary>The number of the rows in which a decision may be counted without being shown; 0, which none has, where every decision is.</summary>
    private readonly int _quietId;

    private FeatureSnapshot _current;

    /// <summary>Makes a gate that is not started: it decides <see cref="DecisionError.NotReady"/>.</summary>
    /// <param name="layers">The providers.</param>
    /// <param name="options">The options.</param>
    /// <param name="rollouts">How rollouts are carried out, where that is more than the options say; the gate's own from now on.</param>
    internal FeatureGate(IReadOnlyList<IFlagProvider> layers, FeatureGateOptions options, RolloutOptions? rollouts = null)
    {
        FeatureGateOptionsValidator.ThrowIfInvalid(options);
        _publisher = new SnapshotPublisher(this, options.TimeProvider, options.Ambient);
        _current = _publisher.Current;
        _engine = new FeatureGateEngine(Directory, _publisher, layers, options, Publish);
        ILogger? logger = options.LoggerFactory?.CreateLogger("ModularRollout"); // counts for itself what throws
        _telemetry = new DecisionTelemetry(this, options.Telemetry, options.TimeProvider, logger, static gate => (long)gate.Status.State);
        _source = _telemetry.Source;
        _quietId = _telemetry.IsPushed ? 0 : Counters.Id;
        OutcomeFailures = new OutcomeFailures(options.TimeProvider, new SafeLogger(_engine.Logger));
        Outcomes = new OutcomeRecorder(options.TimeProvider, OutcomeFailures.Counting);
        Rollouts = new RolloutController(
            new RolloutHost(this, _engine), Outcomes, rollouts ?? options.Rollouts.Copy(), options.TimeProvider, _engine.Logger, options.Telemetry.SetId);
        RolloutInstruments.Add(_telemetry.Meter, Rollouts);
        _notifier = new ChangeNotifier(this, (exception, version) => Log.SubscriberFailed(_engine.Logger, exception, version));
    }

    /// <summary>Occurs after each publish, with the flags that changed.</summary>
    /// <remarks>Raised on a thread of the pool, one at a time and in order. A subscriber that throws is logged and disturbs nobody; a slow one delays the next event, never a publish.</remarks>
    public event EventHandler<FlagsChangedEventArgs>? Changed
    {
        add => _notifier.Changed += value;
        remove => _notifier.Changed -= value;
    }

    /// <summary>Gets the snapshot in force: itself a gate that stays as it is.</summary>
    public FeatureSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Gets how the gate and its providers are doing at this moment.</summary>
    public FeatureGateStatus Status => _engine.Status(Rollouts.Troubles());

    /// <summary>Gets what carries out the gate's rollouts: where they stand, and commands for them.</summary>
    public RolloutController Rollouts { get; }

    internal FlagDirectory Directory { get; } = new();

    internal DecisionCounters Counters { get; } = new();

    internal DecisionTelemetry Telemetry => _telemetry;

    internal OutcomeRecorder Outcomes { get; }

    internal OutcomeFailures OutcomeFailures { get; }

    /// <summary>Creates a gate from one document that never changes.</summary>
    /// <param name="utf8Json">The definition document.</param>
    /// <returns>A gate that is ready.</returns>
    /// <exception cref="DefinitionException">The document has errors; the exception lists every one, and the warnings.</exception>
    public static FeatureGate FromJson(ReadOnlySpan<byte> utf8Json) => FromJson(utf8Json, new FeatureGateOptions());

    /// <summary>Creates a gate from one document that never changes, with options for its clock, telemetry and ambient attributes.</summary>
    internal static FeatureGate FromJson(ReadOnlySpan<byte> utf8Json, FeatureGateOptions options)
    {
        var gate = new FeatureGate([], options);
        CompiledLayer layer = gate._publisher.Compile(new FlagPayload("1", utf8Json.ToArray()), new DefinitionReadOptions { Source = "json" });
        DefinitionDiagnostic[] linking = [];
        if (layer.Document.HasErrors || gate._publisher.Publish([layer], static layer => layer, out linking) is null)
        {
            throw new DefinitionException([.. layer.Document.Diagnostics, .. linking]);
        }

        gate._current = gate._publisher.Current;
        gate.Rollouts.Sightings.Observe();
        return gate;
    }

    /// <summary>Creates a gate and starts it.</summary>
    /// <param name="layers">The providers, the later ones on top: a flag or segment defined there replaces the whole one of an earlier layer.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>A gate that is ready, or, as the options say, one that serves fallbacks until its providers deliver.</returns>
    /// <exception cref="DefinitionException">The definitions have errors, and there are no last known good ones.</exception>
    /// <exception cref="TimeoutException">A provider did not deliver in time, and there are no last known good definitions.</exception>
    /// <exception cref="InvalidDataException">The kill file is damaged.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are wrong; the exception lists every error.</exception>
    public static async ValueTask<FeatureGate> StartAsync(
        IReadOnlyList<IFlagProvider> layers, FeatureGateOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(layers);
        var gate = new FeatureGate(layers, options ?? new FeatureGateOptions());
        try
        {
            await gate.StartAsync(cancellationToken).ConfigureAwait(false);
            return gate;
        }
        catch
        {
            await gate.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc cref="StartAsync(CancellationToken)"/>
    public ValueTask StartAsync() => StartAsync(CancellationToken.None);

    /// <summary>Starts the gate: asks the providers and waits for the first snapshot. Does nothing where there is one.</summary>
    /// <param name="cancellationToken">Ends the waiting; the providers are asked on.</param>
    /// <returns>A task that completes when the gate is ready, or, as the options say, when time is up.</returns>
    /// <exception cref="DefinitionException">The definitions have errors, and there are no last known good ones.</exception>
    /// <exception cref="TimeoutException">A provider did not deliver in time, and there are no last known good definitions.</exception>
    /// <exception cref="InvalidDataException">The kill file is damaged.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">What a container made for the rollouts is wrong; the exception lists every error.</exception>
    /// <exception cref="ObjectDisposedException">The gate has been disposed.</exception>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        Rollouts.Complete();
        await _engine.StartAsync(cancellationToken).ConfigureAwait(false);
        await Rollouts.BeginAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Decision Decide(FlagKey flag, in EvaluationContext context)
    {
        FeatureSnapshot snapshot = Volatile.Read(ref _current);
        return Find(snapshot, flag) is not { } compiled
            ? DecideFully(snapshot, flag, context, null)
            : FlagDecider.Quick(compiled, context, out ulong hash) is { } decision && flag.Accepts(decision.Types) && TryCountQuietly(decision)
            ? new Decision(decision, hash, snapshot)
            : Walk(snapshot, compiled, flag, context);
    }

    /// <inheritdoc/>
    public Decision Decide(string flag, in EvaluationContext context)
    {
        FeatureSnapshot snapshot = Volatile.Read(ref _current);
        return Find(snapshot, flag) is not { } compiled
            ? DecideFully(snapshot, flag, context, null)
            : FlagDecider.Quick(compiled, context, out ulong hash) is { } decision && TryCountQuietly(decision)
            ? new Decision(decision, hash, snapshot)
            : Walk(snapshot, compiled, null, context);
    }

    /// <summary>Explains a decision, step by step, without counting or recording it.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="context">The subject.</param>
    /// <returns>
    /// The decision of the snapshot in force, with everything that was looked at, and with where the flag's rollout stands and why, as of its last look. Holds the subject's attributes.
    /// </returns>
    public FlagExplanation Explain(string flag, in EvaluationContext context)
    {
        FlagExplanation explanation = Current.Explain(flag, context);
        return flag is not null && Rollouts.Find(flag) is { } rollout ? explanation.With(rollout) : explanation;
    }

    /// <summary>Turns a flag's kill switch on: its <c>off</c> variant is served from now on, also by pinned snapshots, whatever is published.</summary>
    /// <param name="flag">The flag's name; one that no provider defines (yet) is allowed, and the result says so.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the waiting for the kill file; the kill stands.</param>
    /// <returns>What it did. When this method returns its task, the kill is in effect already; the task ends when the kill file is written, or could not be.</returns>
    /// <exception cref="ArgumentException">An argument is empty.</exception>
    /// <exception cref="ObjectDisposedException">The gate has been disposed.</exception>
    public ValueTask<FlagKillResult> KillAsync(string flag, string actor, string reason, CancellationToken cancellationToken = default)
    {
        CheckKill(flag, actor, reason);
        return _engine.Kills.KillAsync(flag, actor, reason, cancellationToken);
    }

    /// <summary>Turns a flag's kill switch off: its definition decides again. With a kill file, only once that is on disk.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels what has not begun.</param>
    /// <returns>What it did; a kill that came in the meantime stands.</returns>
    /// <exception cref="ArgumentException">An argument is empty.</exception>
    /// <exception cref="IOException">The kill file could not be written: the flag stays killed.</exception>
    /// <exception cref="InvalidDataException">The kill file is damaged: the flag stays killed.</exception>
    /// <exception cref="ObjectDisposedException">The gate has been disposed.</exception>
    public ValueTask<FlagKillResult> ReviveAsync(string flag, string actor, string reason, CancellationToken cancellationToken = default)
    {
        CheckKill(flag, actor, reason);
        return _engine.Kills.ReviveAsync(flag, actor, reason, cancellationToken);
    }

    /// <summary>Gets who turned a flag's kill switch, when and why, the oldest first.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <returns>The entries of the journal; the last 200 are kept.</returns>
    public IReadOnlyList<FlagKill> KillsOf(string flag)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        return _engine.Kills.Journal.Of(flag);
    }

    /// <summary>Looks at how well the flags are cared for: what is missing, expired, finished, stuck, killed for long, or of no use any more.</summary>
    /// <param name="options">From when on what is found; <see langword="null"/> for the defaults.</param>
    /// <returns>The report of this moment, of the snapshot in force. Takes microseconds a flag: meant for a nightly job or a page, not for a request.</returns>
    public GovernanceReport Govern(GovernanceOptions? options = null) => GovernanceReport.Of(this, options ?? new GovernanceOptions());

    /// <summary>Pins the snapshot in force for one piece of work and counts its decisions in a row of its own.</summary>
    /// <returns>A scope to be disposed when the work is done.</returns>
    public FeatureScope OpenScope() => new(this, Current, Counters.Rent(), isQuiet: !_telemetry.IsPushed);

    /// <summary>Stops asking the providers and ends the gate's telemetry. The gate goes on deciding with the last snapshot.</summary>
    public void Dispose()
    {
        Directory.Retire();
        Rollouts.Dispose();
        _engine.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Outcomes.Dispose();
        _telemetry.Dispose();
    }

    /// <summary>Stops asking the providers and ends the gate's telemetry. The gate goes on deciding with the last snapshot.</summary>
    /// <returns>A task that completes when no provider is being called any more and what was recorded has been handed over, or when time is up.</returns>
    public async ValueTask DisposeAsync()
    {
        Directory.Retire();
        await Rollouts.DisposeAsync().ConfigureAwait(false);
        await _engine.DisposeAsync().ConfigureAwait(false);
        Outcomes.Dispose();
        await _telemetry.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Finds the flag of a key that is bound to this gate; <see langword="null"/> where it is not, or the flag is not defined, or is killed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal CompiledFlag? Find(FeatureSnapshot snapshot, FlagKey? flag) =>
        flag is not null && flag.Slot is var slot && ReferenceEquals(slot.Directory, Directory) ? snapshot.FindLive(slot) : null;

    /// <summary>Finds a flag by name; <see langword="null"/> where it is not defined, or is killed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal CompiledFlag? Find(FeatureSnapshot snapshot, string? flag) =>
        flag is not null && Directory.Find(flag) is { } slot ? snapshot.FindLive(slot) : null;

    /// <summary>Counts a decision in a row, where it has been counted there before and nobody watches.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="quietRow">The row; <see langword="null"/> where there is none yet, or every decision is shown.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryCountQuietly(CompiledDecision decision, CounterRow? quietRow) =>
        quietRow is not null && !_source.HasListeners() && quietRow.TryIncrement(decision.CounterId);

    /// <summary>Decides by key, counts and shows the decision, whatever it takes.</summary>
    /// <param name="snapshot">The snapshot that decides.</param>
    /// <param name="flag">The key.</param>
    /// <param name="context">The subject.</param>
    /// <param name="row">The row to count in; <see langword="null"/> for the thread's.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal Decision DecideFully(FeatureSnapshot snapshot, FlagKey? flag, in EvaluationContext context, CounterRow? row)
    {
        FlagSlot? slot = flag is null ? null : Directory.Bind(flag);
        return DecideFully(snapshot, slot, flag, flag?.Name, context, row);
    }

    /// <summary>Decides by name, counts and shows the decision, whatever it takes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal Decision DecideFully(FeatureSnapshot snapshot, string? flag, in EvaluationContext context, CounterRow? row)
    {
        FlagSlot? slot = flag is null ? null : Directory.Find(flag);
        return DecideFully(snapshot, slot, null, flag, context, row);
    }

    /// <summary>Decides a flag that was found and is not killed; counts and shows the decision, whatever it takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Decision Walk(FeatureSnapshot snapshot, CompiledFlag compiled, FlagKey? flag, in EvaluationContext context, CounterRow? row)
    {
        CompiledDecision decision = FlagDecider.Walk(snapshot, compiled, flag, context, out ulong hash);
        return TryCountQuietly(decision, row is null || _quietId == 0 ? DecisionCounters.RowOf(_quietId) : row)
            ? new Decision(decision, hash, snapshot)
            : Finish(snapshot, decision, hash, context, row);
    }

    /// <summary>Counts a decision in the thread's row, where it has been counted there before and nobody watches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryCountQuietly(CompiledDecision decision) => TryCountQuietly(decision, DecisionCounters.RowOf(_quietId));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Decision Walk(FeatureSnapshot snapshot, CompiledFlag compiled, FlagKey? flag, in EvaluationContext context) =>
        Walk(snapshot, compiled, flag, context, null);

    private Decision DecideFully(
        FeatureSnapshot snapshot, FlagSlot? slot, FlagKey? key, string? name, in EvaluationContext context, CounterRow? row)
    {
        if (slot is null || snapshot.Find(slot) is not { } compiled)
        {
            return Missing(snapshot, name, context);
        }

        return slot.Killed
            ? Finish(snapshot, FlagDecider.Killed(compiled, key), 0, context, row)
            : Walk(snapshot, compiled, key, context, row);
    }

    /// <summary>Counts and shows a decision, whatever it takes.</summary>
    private Decision Finish(FeatureSnapshot snapshot, CompiledDecision compiled, ulong hash, in EvaluationContext context, CounterRow? row)
    {
        if (!(row is null ? Counters.TryCount(compiled) : row.TryIncrement(compiled.CounterId)))
        {
            Count(compiled, hash, row);
        }

        return _telemetry.IsObserved ? Show(new Decision(compiled, hash, snapshot), context) : new Decision(compiled, hash, snapshot);
    }

    /// <summary>Notes that a predicate of a switch threw.</summary>
    internal void NotePredicateFailure(Exception exception) => OutcomeFailures.Predicate(exception);

    /// <summary>Counts a decision the long way: one that was never counted, or whose outcome is to come from an activity.</summary>
    private void Count(CompiledDecision compiled, ulong hash, CounterRow? row)
    {
        Counters.Count(compiled, row);
        if (compiled.IsMeasured)
        {
            compiled.Outcomes!.Decided(hash, compiled.Arm);
        }
    }

    private Decision Show(in Decision decision, in EvaluationContext context)
    {
        _telemetry.Observe(decision, context);
        return decision;
    }

    private Decision Missing(FeatureSnapshot snapshot, string? flag, in EvaluationContext context)
    {
        _telemetry.Undefined(snapshot, flag ?? "");
        Decision decision = snapshot.Missing(flag ?? "");
        Counters.CountMissing(snapshot.Version > 0);
        if (_telemetry.IsObserved)
        {
            _telemetry.Observe(decision, context);
        }

        return decision;
    }

    /// <summary>Puts a published snapshot in force; called within the lock of publishing.</summary>
    private void Publish(List<FlagChange> changes)
    {
        Volatile.Write(ref _current, _publisher.Current);
        _notifier.Notify(_publisher.Current, changes);
        Rollouts.Wake();
    }

    private void CheckKill(string flag, string actor, string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ObjectDisposedException.ThrowIf(_engine.IsStopped, this);
    }
}
