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
    private FeatureSnapshot? _defined;

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

    /// <summary>Occurs when a transition is in effect before the store knows of it; must not throw, nor wait.</summary>
    public event Action<RolloutRun, RolloutEntryDraft>? Lowered;

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

    /// <summary>Gets the snapshot whose definitions were taken last.</summary>
    public FeatureSnapshot? Defined => Volatile.Read(ref _defined);

    /// <summary>Gets whether definitions have been taken: before that nobody knows which flags are gone.</summary>
    public bool IsDefined => Defined is not null;

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

    /// <summary>Takes the definitions of a snapshot that was not seen yet. Before the first one nobody knows which flags there are.</summary>
    public void Define()
    {
        FeatureSnapshot snapshot = _host.Current;
        bool isTaken = Defined is { } taken && taken.Content.Layers.AsSpan().SequenceEqual(snapshot.Content.Layers);
        if (snapshot.Version == 0 || isTaken)
        {
            return; // transitions and kills publish too, and change no document
        }

        var planned = new Dictionary<string, FlagDefinition>(StringComparer.Ordinal);
        foreach (FlagDefinition definition in PlannedFlags.Of(snapshot))
        {
            planned.Add(definition.Name, definition);
            _ = GetOrAdd(definition.Name);
        }

        lock (Lock)
        {
            if (Defined?.Version > snapshot.Version)
            {
                return; // another thread has taken newer ones meanwhile
            }

            foreach (RolloutRun run in _runs.Values)
            {
                run.Define(planned.GetValueOrDefault(run.Flag));
            }

            Publish();
            Volatile.Write(ref _defined, snapshot);
        }
    }

    /// <summary>Puts in force what the store accepted, where nothing that was lowered still waits for it; and nothing, where the journal cannot be believed.</summary>
    public void Follow(RolloutRun run)
    {
        lock (Lock)
        {
            JournalKeeper keeper = run.Keeper;
            if (!keeper.IsRead || run.Saved.Mark is not { } mark)
            {
                return;
            }

            if (DamageOf(keeper.Journal, mark) is { } damage)
            {
                run.Distrust(damage);
            }
            else
            {
                TrustAndApply(run);
            }

            Publish();
        }
    }

    /// <summary>Puts a transition in force before the store knows of it. The caller holds <see cref="Lock"/>, and decided under it.</summary>
    public void Lower(RolloutRun run, RolloutEntryDraft entry)
    {
        run.Apply(run.State.After(RolloutJournalEntry.After(run.Keeper.Journal.Head, entry)));
        run.Keeper.Enqueue(entry);
        Publish();
        Lowered?.Invoke(run, entry);
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
        if (IsDefined)
        {
            // Whatever has a plan in force is known already.
            run.Define(null);
        }

        _runs[flag] = run;
        return run;
    }

    private static string? DamageOf(RolloutJournal journal, JournalMark mark) => journal.Damage is { } damage ? damage.Sentence
        : journal.Covers(mark.Sequence, mark.Hash) ? null
        : $"The journal of `{journal.Flag}` does not hold entry {mark.Sequence}, which a checkpoint knows: its end was removed.";

    private static void TrustAndApply(RolloutRun run)
    {
        try
        {
            run.Trust();
            if (!run.Keeper.IsAhead && run.State != run.Keeper.Accepted)
            {
                run.Apply(run.Keeper.Accepted);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException or ArgumentException or System.Text.Json.JsonException or InvalidOperationException or KeyNotFoundException)
        {
            run.Distrust($"What the journal of `{run.Flag}` locks cannot be read: {exception.Message}");
        }
    }

    /// <summary>Publishes the exposures of all rollouts and what they lock, where that is something else than what is in force.</summary>
    private void Publish()
    {
        if (_host.Current.Version == 0)
        {
            // The first snapshot is the providers'; it is looked at as soon as it is there.
            return;
        }

        var exposures = new List<RolloutExposure>();
        var locks = new List<LockedFlag>();
        foreach (RolloutRun run in Runs)
        {
            if (run.Exposure is { } exposure)
            {
                exposures.Add(exposure);
            }

            if (run.Lock is { } locked)
            {
                locks.Add(locked);
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
