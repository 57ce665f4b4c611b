using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Plans;

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

        // The look that first heard of it may have judged the guards before.
        await shop.TradeAsync(TimeSpan.FromSeconds(10), shoppersPerLook: 10);
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

    [Fact]
    public async Task RunAsync_PlansTryTwoCandidatesByOneProbe_CallsDoNotOverlap()
    {
        var candidates = new CandidateProbe();
        var options = new RolloutOptions();
        options.Probes.Add(candidates);
        using var probes = new RolloutProbes(options, TimeProvider.System);
        RolloutPlan first = PlanTo("v2"), second = PlanTo("v3");

        Task running = probes.RunAsync(first);
        Task waiting = probes.RunAsync(second);
        await candidates.Called.Task;
        bool isWaiting = !waiting.IsCompleted;
        candidates.Release.SetResult();
        await Eventually.Within(Task.WhenAll(running, waiting));

        Assert.True(isWaiting);
        Assert.Equal(["v2", "v3"], candidates.Tried);
        Assert.Equal(1, candidates.MostAtOnce);
        Assert.Equal("Probe `smoke` says: v2. Probe `smoke` says: v3.", $"{probes.Of(first).Waits.Single()} {probes.Of(second).Waits.Single()}");
    }

    [Fact]
    public async Task RunAsync_ProbeHangsWithAnotherCandidate_IsUnknownForBoth()
    {
        var candidates = new CandidateProbe();
        var options = new RolloutOptions();
        options.Probes.Add(candidates);
        var clock = new FakeTimeProvider();
        using var probes = new RolloutProbes(options, clock);
        RolloutPlan first = PlanTo("v2"), second = PlanTo("v3");

        Task running = probes.RunAsync(first);
        Task waiting = probes.RunAsync(second);
        await candidates.Called.Task;
        await Eventually.True(() => running.IsCompleted && waiting.IsCompleted, clock, TimeSpan.FromSeconds(10));

        Assert.Equal(["Probe `smoke` did not answer within 30s."], probes.Of(first).Failures);
        Assert.Equal(["Probe `smoke` could not run: it has not answered yet about `v2`."], probes.Of(second).Failures);
        Assert.Equal(["v2"], candidates.Tried);
        candidates.Release.SetResult();
    }

    private static RolloutPlan PlanTo(string candidate) => RolloutPlan.Parse(Shop.Flag, System.Text.Encoding.UTF8.GetBytes(
        $$"""{ "candidate": "{{candidate}}", "baseline": "v1", "probes": ["smoke"], "stages": [ { "name": "full", "percent": 100 } ] }"""));

    private async Task<Shop> OpenAsync()
    {
        Shop shop = await Shop.OpenAsync(Shop.Plan(more: "\"probes\": [\"smoke\"]"), options => options.Rollouts.Probes.Add(_probe));
        _probe.Gate = shop.Gate;
        return shop;
    }

    /// <summary>Says which candidate it was asked to try, once it is released.</summary>
    private sealed class CandidateProbe : IRolloutProbe
    {
        private int _running;

        public string Name => "smoke";

        public TaskCompletionSource Called { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Tried { get; } = [];

        public int MostAtOnce { get; private set; }

        public async ValueTask<string?> ProbeAsync(string flag, EvaluationContext context, CancellationToken cancellationToken)
        {
            string candidate = context.Forced!.For(flag)!;
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
            Tried.Add(candidate);
            Called.TrySetResult();
            await Release.Task;
            Interlocked.Decrement(ref _running);
            return candidate + ".";
        }
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
