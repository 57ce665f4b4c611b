using Microsoft.Extensions.Logging;

namespace ModularRollout.Decisions;

/// <summary>What the package logs about decisions: event ids 1000 to 1099, where 1000 is the decision itself as a log record.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Warning, "Flag '{Flag}' is not defined in snapshot {SnapshotVersion}; callers get their fallback.")]
    public static partial void UndefinedFlag(ILogger logger, string flag, long snapshotVersion);

    [LoggerMessage(1002, LogLevel.Warning, "{Names} names that are not defined in snapshot {SnapshotVersion} have been logged; further ones are only counted.")]
    public static partial void ManyUndefinedFlags(ILogger logger, int names, long snapshotVersion);

    [LoggerMessage(1003, LogLevel.Error, "A listener of decisions threw; decisions are made all the same. {Failures} times so far.")]
    public static partial void ListenerFailed(ILogger logger, Exception exception, long failures);

    [LoggerMessage(1004, LogLevel.Error, "Recorder '{Recorder}' threw; its {Records} records are not handed over again. {Failures} batches so far.")]
    public static partial void RecorderFailed(ILogger logger, Exception exception, string recorder, int records, long failures);

    [LoggerMessage(1005, LogLevel.Warning, "Recorder '{Recorder}' is slower than decisions are made; {Records} records have been dropped so far.")]
    public static partial void RecorderOverflowed(ILogger logger, string recorder, long records);

    [LoggerMessage(1006, LogLevel.Warning, "Recorder '{Recorder}' did not take all records before the gate was disposed; {Records} were dropped.")]
    public static partial void RecorderAbandoned(ILogger logger, string recorder, long records);
}
