using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace ModularRollout.Decisions;

/// <summary>Logs each name that is not defined once per snapshot, and no more than a bounded number of names.</summary>
internal sealed class UndefinedFlags
{
    public const int MostNames = 1_000;
    private const int LongestName = 256;

    private readonly ILogger _logger;
    private readonly ConditionalWeakTable<FeatureSnapshot, Names> _seen = [];

    public UndefinedFlags(ILogger logger) => _logger = logger;

    public void Log(FeatureSnapshot snapshot, string flag)
    {
        if (snapshot.Version > 0 && _logger.IsEnabled(LogLevel.Warning))
        {
            LogNew(_seen.GetOrAdd(snapshot, static _ => new Names()), snapshot.Version, flag);
        }
    }

    private void LogNew(Names names, long version, string flag)
    {
        string shown = flag.Length <= LongestName ? flag : "";
        if (names.Count >= MostNames || !names.Seen.TryAdd(shown, true))
        {
            return;
        }

        int number = Interlocked.Increment(ref names.Count);
        if (number <= MostNames)
        {
            Decisions.Log.UndefinedFlag(_logger, shown.Length == flag.Length ? flag : $"{flag.AsSpan(0, LongestName)}...", version);
        }

        if (number == MostNames)
        {
            Decisions.Log.ManyUndefinedFlags(_logger, number, version);
        }
    }

    private sealed class Names
    {
        public readonly ConcurrentDictionary<string, bool> Seen = new(StringComparer.Ordinal);
        public int Count;
    }
}
