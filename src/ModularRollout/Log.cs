using Microsoft.Extensions.Logging;

namespace ModularRollout;

/// <summary>What the package logs about definitions and kill switches: event ids 1100 to 1199.</summary>
internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Information, "Snapshot {Version} is in force: {Changes} flags changed.")]
    public static partial void Published(ILogger logger, long version, int changes);

    [LoggerMessage(1101, LogLevel.Error, "Provider '{Provider}' failed: {Error}. It is asked again; what it delivered before stays in force.")]
    public static partial void ProviderFailed(ILogger logger, Exception? exception, string provider, string error);

    [LoggerMessage(1102, LogLevel.Error, "A document was refused, the last good one stays in force: {Diagnostic}")]
    public static partial void Refused(ILogger logger, DefinitionDiagnostic diagnostic);

    [LoggerMessage(1103, LogLevel.Warning, "{Diagnostic}")]
    public static partial void Warned(ILogger logger, DefinitionDiagnostic diagnostic);

    [LoggerMessage(1104, LogLevel.Error, "A subscriber of Changed threw; snapshot {Version} is in force all the same.")]
    public static partial void SubscriberFailed(ILogger logger, Exception exception, long version);

    [LoggerMessage(1105, LogLevel.Warning, "The last known good definitions of '{File}' are in force: the providers did not deliver.")]
    public static partial void Restored(ILogger logger, string file);

    [LoggerMessage(1106, LogLevel.Error, "State file '{File}' failed: {Error}")]
    public static partial void StateFileFailed(ILogger logger, Exception? exception, string file, string error);

    [LoggerMessage(1107, LogLevel.Warning, "{Actor} killed flag '{Flag}': {Reason}")]
    public static partial void Killed(ILogger logger, string actor, string flag, string reason);

    [LoggerMessage(1108, LogLevel.Warning, "{Actor} revived flag '{Flag}': {Reason}")]
    public static partial void Revived(ILogger logger, string actor, string flag, string reason);

    [LoggerMessage(1109, LogLevel.Warning, "Killed flag '{Flag}' is not defined; is the name right? The kill holds should it be defined later.")]
    public static partial void KilledUndefined(ILogger logger, string flag);
}
