using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Control;

namespace ModularRollout.Tests.Rollouts.Telemetry;

public sealed class RolloutLogTests
{
    private readonly FakeLogCollector _logs = new();

    [Fact]
    public async Task Waits_SameReasonsWithOtherFigures_AreLoggedOnce()
    {
        await using Shop shop = await OpenAsync(Shop.Plan("""{ "name": "quarter", "percent": 25, "dwell": "5m", "minSubjects": 100000 }"""));
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);

        await shop.TradeAsync(TimeSpan.FromMinutes(10));
        FakeLogRecord[] waits = await LoggedAsync(shop, 1410);

        // Too few outcomes; then dwell and subjects; then subjects alone.
        Assert.Equal(3, waits.Length);
        Assert.All(waits, static record => Assert.Equal(LogLevel.Information, record.Level));
        Assert.Contains("healthy for", waits[1].GetStructuredStateValue("Reasons"), StringComparison.Ordinal);
        Assert.EndsWith("of at least 100000 subjects have an outcome.", waits[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transition_RollBack_IsAWarningWithTheReason()
    {
        await using Shop shop = await OpenAsync();
        shop.FailureRate = (.01, .10);
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);

        await shop.TradeAsync(TimeSpan.FromMinutes(20));
        FakeLogRecord[] transitions = await LoggedAsync(shop, 1400);

        Assert.Equal([LogLevel.Information, LogLevel.Warning], transitions.Select(static record => record.Level));
        Assert.StartsWith(
            "Rollout of 'checkout.one-page', attempt 1: RollBack by rollout, from Running to RolledBack in stage quarter. Guard `errors` reached its limit.", transitions[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guard_DryRunBreaches_IsLoggedOnce()
    {
        const string plan = """
            { "candidate": "on", "baseline": "off", "stages": [ { "name": "quarter", "percent": 25, "dwell": "1h" } ],
              "guards": [ { "name": "trial", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 }, "dryRun": true } ] }
            """;
        await using Shop shop = await OpenAsync(plan);
        shop.FailureRate = (.01, .10);
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);

        await shop.TradeAsync(TimeSpan.FromMinutes(10));

        FakeLogRecord breach = Assert.Single(await LoggedAsync(shop, 1411));
        Assert.StartsWith("Rollout of 'checkout.one-page': guard 'trial' (dry run) breached.", breach.Message, StringComparison.Ordinal);
        Assert.Equal(RolloutStatus.Running, shop.Progress.Status);
    }

    [Fact]
    public async Task Command_Refused_IsLoggedWithTheSentence()
    {
        await using Shop shop = await OpenAsync();

        RolloutCommandResult result = await shop.Rollouts.ResumeAsync(Shop.Flag, "ada", "go on", TestContext.Current.CancellationToken);

        FakeLogRecord refused = Assert.Single(await LoggedAsync(shop, 1412));
        Assert.Equal($"Rollout of 'checkout.one-page': Resume by ada was refused. {result.Sentence}", refused.Message);
    }

    [Fact]
    public async Task Store_FailsAndComesBack_IsLoggedOnceEach()
    {
        var store = new FailingStore();
        await using Shop shop = await OpenAsync(store: store);
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);

        store.Fails = true;
        await shop.Rollouts.PauseAsync(Shop.Flag, "ada", "lunch", TestContext.Current.CancellationToken);
        await shop.TradeAsync(TimeSpan.FromMinutes(2));
        store.Fails = false;
        await shop.TradeAsync(TimeSpan.FromMinutes(2));

        FakeLogRecord trouble = Assert.Single(await LoggedAsync(shop, 1413));
        Assert.Equal(LogLevel.Error, trouble.Level);
        Assert.Contains("the disk is full", trouble.Message, StringComparison.Ordinal);
        Assert.Single(await LoggedAsync(shop, 1414));
    }

    [Fact]
    public async Task Lease_Taken_IsLoggedOnce()
    {
        await using Shop shop = await OpenAsync();
        await shop.TradeAsync(TimeSpan.FromMinutes(1));

        Assert.Single(await LoggedAsync(shop, 1416));
    }

    [Fact]
    public async Task Logger_Throws_BreaksNoTransition()
    {
        await using Shop shop = await Shop.OpenAsync(configure: static options => options.LoggerFactory = new OneLogger(new Throwing()));

        RolloutCommandResult started = await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);
        await shop.TradeAsync(TimeSpan.FromMinutes(20));

        Assert.True(started.IsAccepted, started.Sentence);
        Assert.Equal(RolloutStatus.Completed, shop.Progress.Status);
    }

    private Task<Shop> OpenAsync(string? plan = null, IRolloutStore? store = null) => Shop.OpenAsync(plan, options =>
    {
        options.LoggerFactory = new OneLogger(new FakeLogger(_logs));
        options.Rollouts.Store = store;
    });

    private async Task<FakeLogRecord[]> LoggedAsync(Shop shop, int id)
    {
        await Eventually.Within(shop.Rollouts.Telemetry.Shown);
        return [.. _logs.GetSnapshot().Where(record => record.Id.Id == id)];
    }

    private sealed class OneLogger(ILogger logger) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => logger;

        public void Dispose()
        {
        }
    }

    private sealed class Throwing : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("no room for " + eventId.Id);
    }
}
