using ModularRollout.Rollouts;

namespace ModularRollout.Tests.Rollouts.Control;

public sealed class RolloutProbesTests
{
    private readonly Checkout _probe = new();

    [Fact]
    public async Task Start_ProbeIsRed_WaitsWithItsSentence()
    {
        _probe.Sentence = "The basket is empty.";
        await using Shop shop = await OpenAsync();

        RolloutCommandResult refused = await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);
        _probe.Sentence = null;
        RolloutCommandResult started = await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);

        Assert.Equal((false, "Probe `smoke` says: The basket is empty."), (refused.IsAccepted, refused.Sentence));
        Assert.True(started.IsAccepted, started.Sentence);
        Assert.Equal(("on", DecisionReason.Forced), _probe.Seen);
    }

    [Fact]
    public async Task Look_ProbeThrows_IsUnknown()
    {
        await using Shop shop = await OpenAsync();
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);
        _probe.Throws = true;

        await Eventually.True(() =>
        {
            shop.TradeAsync(TimeSpan.FromSeconds(20), shoppersPerLook: 10).GetAwaiter().GetResult();
            return shop.Progress.Waits.Contains("Probe `smoke` failed to run: no network");
        });

        Assert.Equal(GuardVerdict.Unknown, shop.Progress.Readings[0].Verdict);
    }

    [Fact]
    public async Task Look_ProbeHangs_IsUnknownAndNotCalledAgain()
    {
        await using Shop shop = await OpenAsync();
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);
        _probe.Hangs = true;

        await Eventually.True(() =>
        {
            shop.TradeAsync(TimeSpan.FromSeconds(20), shoppersPerLook: 10).GetAwaiter().GetResult();
            return shop.Progress.Waits.Contains("Probe `smoke` did not answer within 30s.");
        });
        await shop.TradeAsync(TimeSpan.FromMinutes(2), shoppersPerLook: 10);

        Assert.Equal(1, _probe.Hanging);
        _probe.Release.SetResult();
    }

    private async Task<Shop> OpenAsync()
    {
        Shop shop = await Shop.OpenAsync(Shop.Plan(more: "\"probes\": [\"smoke\"]"), options => options.Rollouts.Probes.Add(_probe));
        _probe.Gate = shop.Gate;
        return shop;
    }

    private sealed class Checkout : IRolloutProbe
    {
        private int _hanging;

        public string Name => "smoke";

        public IFeatureGate? Gate { get; set; }

        public string? Sentence { get; set; }

        public bool Throws { get; set; }

        public bool Hangs { get; set; }

        public int Hanging => Volatile.Read(ref _hanging);

        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public (string? Variant, DecisionReason Reason) Seen { get; private set; }

        public async ValueTask<string?> ProbeAsync(string flag, EvaluationContext context, CancellationToken cancellationToken)
        {
            if (Gate?.Decide(flag, context) is { } decision)
            {
                Seen = (decision.Variant, decision.Reason);
            }

            if (Hangs)
            {
                Interlocked.Increment(ref _hanging);
                await Release.Task;
            }

            return Throws ? throw new IOException("no network") : Sentence;
        }
    }
}
