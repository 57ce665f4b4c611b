using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Rollouts.Telemetry;

namespace ModularRollout.Tests.Rollouts.Telemetry;

public sealed class RolloutWatcherTests
{
    private readonly FakeLogger _logger = new();
    private readonly RolloutWatcher _watcher;

    public RolloutWatcherTests() => _watcher = new RolloutWatcher(_logger, new FakeTimeProvider());

    [Fact]
    public void Watch_LeaseComesAndGoes_IsLoggedOnceEach()
    {
        Watch(isControlling: false, holder: "other");
        Watch(isControlling: false, holder: null);
        Watch(isControlling: false, holder: "other");
        Watch(isControlling: true, holder: null);
        Watch(isControlling: true, holder: null);
        Watch(isControlling: false, holder: "other");

        Assert.Equal([1417, 1416, 1418, 1417], Logged());
    }

    [Fact]
    public void Watch_StoreFailsForAWhile_IsLoggedWhenItIsBack()
    {
        Watch(error: null);
        Watch(error: "down");
        Watch(error: "down");
        Watch(error: null);
        Watch(error: null);

        Assert.Equal([1419], Logged());
    }

    [Fact]
    public void Watch_StoreFindsDamageAndForgetsTheOldest_LogsEachOnce()
    {
        RolloutStoreDamage[] damages = [.. Enumerable.Range(0, 5).Select(static i => new RolloutStoreDamage("journal", $"line {i}", DateTimeOffset.UnixEpoch.AddSeconds(i)))];

        Watch(damages: damages[..2]);
        Watch(damages: damages[..2]);
        Watch(damages: damages[1..4]);
        Watch(damages: damages[2..5]);

        Assert.Equal(
            Enumerable.Range(0, 5).Select(static i => $"The rollouts' store found damage in 'journal': line {i}"), _logger.Collector.GetSnapshot().Select(static record => record.Message));
    }

    private void Watch(bool isControlling = false, string? holder = null, string? error = null, RolloutStoreDamage[]? damages = null) =>
        _watcher.Watch([], new ControllerState(isControlling, holder, error, damages ?? []));

    private int[] Logged() => [.. _logger.Collector.GetSnapshot().Select(static record => record.Id.Id)];
}
