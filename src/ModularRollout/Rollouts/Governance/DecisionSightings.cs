using ModularRollout.Snapshots;

namespace ModularRollout.Rollouts.Governance;

/// <summary>Notes when flags were last seen to be decided in this process, and since when they have been watched, from counters that know no time.</summary>
/// <remarks>
/// An observation compares each flag's count with that of the observation before: where it is higher, the flag was decided in between, and is noted as decided now. Observations are made
/// with reports and, in a started gate, every hour; a note may be that much later than the decision, never earlier. Thread-safe. Nothing is added to a decision.
/// </remarks>
internal sealed class DecisionSightings
{
    private static readonly TimeSpan s_every = TimeSpan.FromHours(1);

    private readonly object _lock = new();
    private readonly Func<IReadOnlyDictionary<string, long>> _count;
    private readonly Func<FlagDirectory> _flags;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, (long Count, DateTimeOffset At)> _seen = new(StringComparer.Ordinal);
    private readonly List<(int Flags, DateTimeOffset At)> _known = [];
    private long? _last;

    public DecisionSightings(Func<IReadOnlyDictionary<string, long>> count, Func<FlagDirectory> flags, TimeProvider clock)
    {
        _count = count;
        _flags = flags;
        _clock = clock;
        Since = clock.GetUtcNow();
    }

    /// <summary>Gets when this process began to count.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>Observes, where the last observation is an hour ago.</summary>
    public void ObserveIfDue()
    {
        lock (_lock)
        {
            if (_last is not { } last || _clock.GetElapsedTime(last) >= s_every)
            {
                Observe();
            }
        }
    }

    /// <summary>Observes now.</summary>
    public void Observe()
    {
        lock (_lock)
        {
            _last = _clock.GetTimestamp();
            DateTimeOffset now = _clock.GetUtcNow();
            foreach ((string flag, long count) in _count())
            {
                if (!_seen.TryGetValue(flag, out (long Count, DateTimeOffset At) before) || count > before.Count)
                {
                    _seen[flag] = (count, now);
                }
            }

            // Names get ascending places and keep them: how many there were says which were there.
            int flags = _flags().Count;
            if (_known.Count == 0 || flags > _known[^1].Flags)
            {
                _known.Add((flags, now));
            }
        }
    }

    /// <summary>Gets when a flag was last seen to be decided; <see langword="null"/> for never.</summary>
    public DateTimeOffset? LastOf(string flag)
    {
        lock (_lock)
        {
            return _seen.TryGetValue(flag, out (long, DateTimeOffset At) seen) ? seen.At : null;
        }
    }

    /// <summary>Gets since when a decision of the flag would have been seen: since an observation knew of the flag.</summary>
    public DateTimeOffset WatchedSince(string flag)
    {
        lock (_lock)
        {
            int place = _flags().Find(flag)?.Index ?? int.MaxValue;
            foreach ((int flags, DateTimeOffset at) in _known)
            {
                if (place < flags)
                {
                    return at;
                }
            }

            return _clock.GetUtcNow();
        }
    }
}
