using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using ModularRollout.Decisions;

namespace ModularRollout.Tests.Decisions;

public class UndefinedFlagsTests
{
    [Fact]
    public void Decide_UndefinedFlag_IsLoggedOncePerSnapshot()
    {
        var logger = new FakeLogger();
        using var gate = new TelemetryGate("undefined.once", logger: logger);
        var key = new FlagKey<bool>("undefined.once.nobody", false);

        gate.Decide("nobody", default);
        gate.Gate.Decide(key, new EvaluationContext("user-1"));
        gate.Decide("noone", default);
        var next = new FeatureSnapshot(gate.Gate, gate.Gate.Current.Content, 2, gate.Clock);
        next.Decide(key, default);
        gate.Gate.Decide(key, default);
        next.Decide(key, default);

        Assert.Equal(
            [
                "Flag 'undefined.once.nobody' is not defined in snapshot 1; callers get their fallback.",
                "Flag 'undefined.once.noone' is not defined in snapshot 1; callers get their fallback.",
                "Flag 'undefined.once.nobody' is not defined in snapshot 2; callers get their fallback.",
            ],
            logger.Collector.GetSnapshot().Select(record => record.Message));
    }

    [Fact]
    public void Decide_ManyUndefinedFlags_StopsLoggingAtTheBound()
    {
        var logger = new FakeLogger();
        using var gate = new TelemetryGate("undefined.many", logger: logger);

        Parallel.For(0, 3 * UndefinedFlags.MostNames, i => gate.Decide($"{i}", default));

        IReadOnlyList<FakeLogRecord> records = logger.Collector.GetSnapshot();
        Assert.Equal(UndefinedFlags.MostNames, records.Count(record => record.Id.Id == 1001));
        Assert.Single(records, record => record.Id.Id == 1002);
        Assert.Equal(3 * UndefinedFlags.MostNames, MeterProbe.Decisions("undefined.many")["||error|flag_not_found"]);
    }

    [Fact]
    public void Decide_LongUndefinedName_IsCutAndKeptOnce()
    {
        var logger = new FakeLogger();
        using var gate = new TelemetryGate("undefined.long", logger: logger);

        gate.Gate.Decide(new string('x', 65_536), default);
        gate.Gate.Decide(new string('y', 65_536), default);

        Assert.True(Assert.Single(logger.Collector.GetSnapshot()).Message.Length < 400);
    }

    [Fact]
    public void Decide_LoggerThrows_DecidesAllTheSame()
    {
        using var gate = new TelemetryGate("undefined.throws", options => options.Signal = DecisionSignal.LogRecord, new ThrowingLogger());

        DecisionError error = gate.Decide("nobody", default).Error;

        Assert.Equal(DecisionError.FlagNotFound, error);
        Assert.Equal(1, gate.Gate.Telemetry.ListenerFailures);
    }

    private sealed class ThrowingLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new InvalidOperationException();

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException();
    }
}
