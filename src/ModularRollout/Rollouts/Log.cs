using Microsoft.Extensions.Logging;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts;

/// <summary>What the package logs about rollouts: event ids 1400 to 1499.</summary>
internal static partial class Log
{
    [LoggerMessage(1400, LogLevel.Information, "Rollout of '{Flag}': {Kind} by {Actor}. {Reason}")]
    public static partial void Journalled(ILogger logger, string flag, RolloutEntryKind kind, string actor, string reason);

    [LoggerMessage(1401, LogLevel.Error, "{Error} Nothing raises its exposure until it is back.")]
    public static partial void StoreFailed(ILogger logger, string error);

    [LoggerMessage(1402, LogLevel.Warning, "Rollout of '{Flag}': {Error}")]
    public static partial void CheckpointFailed(ILogger logger, string flag, string error);

    [LoggerMessage(1403, LogLevel.Error, "The authorizer threw at a command for the rollout of '{Flag}'.")]
    public static partial void AuthorizerFailed(ILogger logger, Exception exception, string flag);

    [LoggerMessage(1404, LogLevel.Error, "Listener '{Listener}' threw at a notice of the rollout of '{Flag}'.")]
    public static partial void ListenerFailed(ILogger logger, Exception exception, string listener, string flag);

    [LoggerMessage(1405, LogLevel.Error, "A step of the rollouts failed: {Error}")]
    public static partial void StepFailed(ILogger logger, Exception exception, string error);

    [LoggerMessage(1406, LogLevel.Warning, "The rollouts' store did not answer at the end: the lease and what waits to be appended are left to it.")]
    public static partial void EndFailed(ILogger logger);
}
