using Microsoft.Extensions.Logging;

namespace ModularRollout.Decisions;

/// <summary>Passes on what is logged, and swallows what the application's logger throws: nothing more can be done about it.</summary>
internal sealed class SafeLogger : ILogger
{
    private readonly ILogger _logger;

    public SafeLogger(ILogger logger) => _logger = logger;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return _logger.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            _logger.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // There is no other place to say so.
        }
    }
}
