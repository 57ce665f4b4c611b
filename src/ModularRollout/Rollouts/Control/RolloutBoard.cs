using System.Collections.Concurrent;
using ModularRollout.Definitions;
using ModularRollout.Outcomes;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Snapshots;

namespace ModularRollout.Rollouts.Control;

/// <summary>All rollouts of one gate: their states in force, and what they expose together. Each change is one publish.</summary>
internal sealed class RolloutBoard : IDisposable
{
    private readonly ConcurrentDictionary<string, RolloutRun> _runs = new(StringComparer.Ordinal);
    private readonly IRolloutHost _host;
    private readonly IRolloutStore _store;
    private readonly OutcomeRecorder _recorder;
    private readonly RolloutOptions _options;
    private readonly TimeProvider _clock;
    private readonly Action<RolloutRun, RolloutJournalEntry> _appended;
    private LockedFlag[] _locks = [];
    private long _definedBy = -1;

    public RolloutBoard(
        IRolloutHost host, IRolloutStore store, OutcomeRecorder recorder, RolloutOptions options, TimeProvider clock, Action<RolloutRun, RolloutJournalEntry> appended)
    {
        _host = host;
        _store = store;
        _recorder = recorder;
        _options = options;
        _clock = clock;
        _appended = appended;
    }

    /// <summary>Gets the lock under which states change.</summary>
    public object Lock { get; } = new();

    /// <summary>Gets the rollouts in the ordinal order of their flags.</summary>
    public RolloutRun[] Runs
    {
        get
        {
            RolloutRun[] runs = [.. _runs.Values];
            Array.Sort(runs, static (a, b) => string.CompareOrdinal(a.Flag, b.Flag));
            return runs;
        }
    }

    public RolloutRun? Find(string flag) => _runs.TryGetValue(flag, out RolloutRun? run) ? run : null;

    public RolloutRun GetOrAdd(string flag)
    {
        if (Find(flag) is { } known)
        {
            return known;
        }

        lock (Lock)
        {
            return Find(flag) ?? Add(flag);
        }
    }

    /// <summary>Takes the definitions of a snapshot that was not seen yet.</summary>
    public void Define()
    {
        FeatureSnapshot snapshot = _host.Current;
        if (snapshot.Version == _definedBy)
        {
            return;
        }

        var planned = new Dictionary<string, FlagDefinition>(StringComparer.Ordinal);
        foreach (FlagDefinition definition in PlannedFlags.Of(snapshot))
        {
            planned.Add(definition.Name, definition);
            _ = GetOrAdd(definition.Name);
        }

        lock (Lock)
        {
            foreach (RolloutRun run in _runs.Values)
            {
                run.Define(planned.GetValueOrDefault(run.Flag));
            }

            Publish();
            _definedBy = _host.Current.Version;
        }
    }

    /// <summary>Puts in force what the store accepted, where nothing that was lowered still waits for it.</summary>
    public void Follow(RolloutRun run)
    {
        lock (Lock)
        {
            if (run.Keeper.Journal.Damage is { } damage)
            {
                run.Distrust(damage.Sentence);
                Publish();
            }
            else if (run.Keeper.Pending == 0 && run.State != run.Keeper.Accepted)
            {
                run.Apply(run.Keeper.Accepted);
                Publish();
            }
        }
    }

    /// <summary>Puts a transition in force before the store knows of it.</summary>
    public void Lower(RolloutRun run, Func<RolloutState, RolloutEntryDraft> draft)
    {
        lock (Lock)
        {
            RolloutEntryDraft entry = draft(run.State);
            run.Apply(run.State.After(RolloutJournalEntry.After(run.Keeper.Journal.Head, entry)));
            run.Keeper.Enqueue(entry);
            Publish();
        }
    }

    /// <summary>Exposes nothing of a rollout that nobody can vouch for.</summary>
    public void Distrust(RolloutRun run, string damage)
    {
        lock (Lock)
        {
            run.Distrust(damage);
            Publish();
        }
    }

    public void Dispose()
    {
        foreach (RolloutRun run in _runs.Values)
        {
            run.Dispose();
        }
    }

    private RolloutRun Add(string flag)
    {
        var run = new RolloutRun(flag, _store, _recorder, _options, _clock);
        run.Keeper.Appended += entry => _appended(run, entry);
        _runs[flag] = run;
        return run;
    }

    /// <summary>Publishes the exposures of all rollouts and what they lock, where that is something else than what is in force.</summary>
    private void Publish()
    {
        var exposures = new List<RolloutExposure>();
        var locks = new List<LockedFlag>();
        foreach (RolloutRun run in Runs)
        {
            if (run.Exposure is { } exposure)
            {
                exposures.Add(exposure);
            }

            if (run.State is { IsLocked: true, Definition: { } locked } && !run.IsReleased)
            {
                locks.Add(new LockedFlag(run.Flag, locked));
            }
        }

        RolloutExposure[] inForce = _host.Current.Content.Exposures;
        if (!inForce.AsSpan().SequenceEqual(exposures.ToArray()) || !_locks.AsSpan().SequenceEqual(locks.ToArray()))
        {
            _locks = [.. locks];
            _host.Expose([.. exposures], _locks);
        }
    }
}
