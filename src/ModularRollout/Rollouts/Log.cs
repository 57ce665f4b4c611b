using Microsoft.Extensions.Logging;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts;

/// <summary>What the package logs about rollouts: event ids 1400 to 1499.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1400, Message = "Rollout of '{Flag}', attempt {Attempt}: {Kind} by {Actor}, from {From} to {To} in stage {Stage}. {Reason}")]
    public static partial void Transition(
        ILogger logger, LogLevel level, string flag, int attempt, RolloutEntryKind kind, string actor, RolloutStatus from, RolloutStatus to, string? stage, string reason);

    [LoggerMessage(1401, LogLevel.Error, "{Error} Nothing raises its exposure until it is back.")]
    public static partial void StoreFailed(ILogger logger, string error);

    [LoggerMessage(1403, LogLevel.Error, "The authorizer threw at a command for the rollout of '{Flag}'.")]
    public static partial void AuthorizerFailed(ILogger logger, Exception exception, string flag);

    [LoggerMessage(1404, LogLevel.Error, "Listener '{Listener}' threw at a notice of the rollout of '{Flag}'.")]
    public static partial void ListenerFailed(ILogger logger, Exception exception, string listener, string flag);

    [LoggerMessage(1405, LogLevel.Error, "A step of the rollouts failed: {Error}")]
    public static partial void StepFailed(ILogger logger, Exception exception, string error);

    [LoggerMessage(1406, LogLevel.Warning, "The rollouts' store did not answer at the end: the lease and what waits to be appended are left to it.")]
    public static partial void EndFailed(ILogger logger);

    [LoggerMessage(1410, LogLevel.Information, "Rollout of '{Flag}' is {Status} in stage {Stage} and waits: {Reasons}")]
    public static partial void Waits(ILogger logger, string flag, RolloutStatus status, string? stage, string reasons);

    [LoggerMessage(1411, LogLevel.Warning, "Rollout of '{Flag}': guard '{Guard}'{DryRun} breached. {Sentence}")]
    public static partial void Breached(ILogger logger, string flag, string guard, string dryRun, string sentence);

    [LoggerMessage(1412, LogLevel.Warning, "Rollout of '{Flag}': {Command} by {Actor} was refused. {Reason}")]
    public static partial void Refused(ILogger logger, string flag, RolloutCommandKind command, string actor, string reason);

    [LoggerMessage(1413, LogLevel.Error, "Rollout of '{Flag}': {Trouble}")]
    public static partial void InTrouble(ILogger logger, string flag, string trouble);

    [LoggerMessage(1414, LogLevel.Information, "Rollout of '{Flag}': the trouble is over.")]
    public static partial void OutOfTrouble(ILogger logger, string flag);

    [LoggerMessage(1415, LogLevel.Warning, "Rollout of '{Flag}': in this stage {Late} outcomes came later than `settle` and {Dropped} were dropped; they are not judged.")]
    public static partial void LostOutcomes(ILogger logger, string flag, long late, long dropped);

    [LoggerMessage(1416, LogLevel.Information, "This process controls the rollouts.")]
    public static partial void Controls(ILogger logger);

    [LoggerMessage(1417, LogLevel.Information, "Process '{Holder}' controls the rollouts; this one follows.")]
    public static partial void Follows(ILogger logger, string holder);

    [LoggerMessage(1418, LogLevel.Warning, "This process no longer controls the rollouts.")]
    public static partial void LostControl(ILogger logger);

    [LoggerMessage(1419, LogLevel.Information, "The rollouts' store is back.")]
    public static partial void StoreIsBack(ILogger logger);

    [LoggerMessage(1420, LogLevel.Warning, "The rollouts' store found damage in '{Place}': {Sentence}")]
    public static partial void StoreDamaged(ILogger logger, string place, string sentence);

    [LoggerMessage(1421, LogLevel.Error, "A listener threw at what it was shown of rollouts; so far {Failures} times. Nothing else is affected.")]
    public static partial void TelemetryListenerFailed(ILogger logger, Exception exception, long failures);
}
