using Microsoft.Extensions.Logging;

namespace ModularRollout.Outcomes;

/// <summary>What the package logs about outcomes: event ids 1300 to 1399.</summary>
internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Error, "Outcomes could not be counted; their guards are told that evidence is missing. {Failures} times so far.")]
    public static partial void CountingFailed(ILogger logger, Exception exception, long failures);

    [LoggerMessage(1301, LogLevel.Error, "A predicate of SwitchOptions threw; the outcome is classified as without it. {Failures} times so far.")]
    public static partial void PredicateFailed(ILogger logger, Exception exception, long failures);
}
