using ModularRollout.Rollouts;

namespace ModularRollout.Testing.Tests;

/// <summary>Assertions and virtual time, on the real controller.</summary>
public sealed class RolloutAssertionsTests : IAsyncLifetime
{
    private const string Flag = "checkout";

    private readonly VirtualClock _clock = new();
    private FeatureGate _gate = null!;
    private int _visit;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RolloutProgress? Progress => _gate.Rollouts.Find(Flag);

    public async ValueTask InitializeAsync()
    {
        var flags = new ModularRollout.Providers.InMemoryFlagProvider("test", _clock);
        flags.Update("""
            { "flags": {
              "plain": { "otherwise": { "serve": "on" } },
              "checkout": { "otherwise": { "serve": "off" }, "rollout": {
                "candidate": "on", "baseline": "off",
                "stages": [ { "name": "half", "percent": 50, "dwell": "10m" }, { "name": "full", "percent": 100, "dwell": "10m" } ],
                "guards": [ { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1 } } ] } } } }
            """);
        var options = new FeatureGateOptions { TimeProvider = _clock };
        options.Rollouts.SingleProcess = true;
        options.Rollouts.RunsByItself = false;
        _gate = await FeatureGate.StartAsync([flags], options, Token);
        await _gate.Rollouts.StartAsync(Flag, "ada", "release day", Token);
    }

    public ValueTask DisposeAsync() => _gate.DisposeAsync();

    [Fact]
    public async Task PassTime_HealthyTraffic_WalksTheStages()
    {
        Progress.ShouldRunIn("half");

        await _gate.Rollouts.PassTimeAsync(_clock, TimeSpan.FromMinutes(5), () => Visit(200, isWorse: false), cancellationToken: Token);
        Progress.ShouldRunIn("half").ShouldWaitFor("of 10m").ShouldBe(RolloutStatus.Running);

        RolloutProgress full = await _gate.Rollouts.PassTimeUntilAsync(_clock, Flag, static progress => progress.Stage?.Name == "full", TimeSpan.FromMinutes(15), () => Visit(200, isWorse: false), Token);
        full.ShouldRunIn("full");

        await _gate.Rollouts.PassTimeAsync(_clock, TimeSpan.FromMinutes(15), () => Visit(200, isWorse: false), TimeSpan.FromSeconds(10), Token);
        Progress.ShouldBeCompleted();
    }

    [Fact]
    public async Task PassTime_Odd_PassesExactly()
    {
        DateTimeOffset before = _clock.GetUtcNow();

        await _gate.Rollouts.PassTimeAsync(_clock, TimeSpan.FromSeconds(25), cancellationToken: Token);

        Assert.Equal(TimeSpan.FromSeconds(25), _clock.GetUtcNow() - before);
    }

    [Fact]
    public async Task PassTimeUntil_NotThere_FailsAndSaysWhereItStands()
    {
        RolloutAssertionException failure = await Assert.ThrowsAsync<RolloutAssertionException>(() =>
            _gate.Rollouts.PassTimeUntilAsync(_clock, Flag, static progress => progress.Status == RolloutStatus.Completed, TimeSpan.FromMinutes(1), null, Token));

        Assert.StartsWith("The rollout of `checkout` did not get there within 1m. It is Running in stage `half`. The stage has been healthy for 0s of 10m.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ShouldBeRolledBackBy_GuardThatBreached_PassesAndAnyOtherFails()
    {
        await _gate.Rollouts.PassTimeAsync(_clock, TimeSpan.FromMinutes(8), () => Visit(200, isWorse: true), cancellationToken: Token);

        Progress.ShouldBe(RolloutStatus.RolledBack);
        _gate.Rollouts.JournalOf(Flag).ShouldBeRolledBackBy("errors");
        RolloutAssertionException failure = Assert.Throws<RolloutAssertionException>(() => _gate.Rollouts.JournalOf(Flag).ShouldBeRolledBackBy("latency"));
        Assert.StartsWith(
            "The rollout of `checkout` should have been rolled back by guard `latency`. Its journal says: checkout #2: RollBack by rollout. Guard `errors` reached its limit.",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ShouldBeRolledBackBy_OperatorDidIt_Fails()
    {
        await _gate.Rollouts.RollBackAsync(Flag, "ada", "I do not like it.", Token);

        Assert.Throws<RolloutAssertionException>(() => _gate.Rollouts.JournalOf(Flag).ShouldBeRolledBackBy("errors"));
    }

    [Fact]
    public async Task ShouldHold_ForItsReason_PassesAndForAnotherFails()
    {
        await _gate.Rollouts.PauseAsync(Flag, "ada", "lunch", Token);

        Progress.ShouldHold(RolloutHoldReason.Paused);
        RolloutAssertionException failure = Assert.Throws<RolloutAssertionException>(() => Progress.ShouldHold(RolloutHoldReason.Breach));
        Assert.StartsWith("The rollout of `checkout` should hold because of Breach. It is Holding (Paused) in stage `half`.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_AnythingElse_FailsWithAFullSentence()
    {
        Assert.StartsWith("The rollout of `checkout` should be Completed. It is Running in stage `half`.", Message(() => Progress.ShouldBeCompleted()), StringComparison.Ordinal);
        Assert.StartsWith("The rollout of `checkout` should be Running in stage `full`. It is Running in stage `half`.", Message(() => Progress.ShouldRunIn("full")), StringComparison.Ordinal);
        Assert.StartsWith("The rollout of `checkout` should wait for \"an approval\". It is Running in stage `half`.", Message(() => Progress.ShouldWaitFor("an approval")), StringComparison.Ordinal);
        Assert.Equal("The rollout should be Draft. There is none: the flag has no plan.", Message(() => _gate.Rollouts.Find("plain").ShouldBe(RolloutStatus.Draft)));
    }

    [Fact]
    public void ShouldServe_AnotherDecision_FailsWithAFullSentence()
    {
        Decision decision = Decision.Of("layout", "dense", "dense", DecisionReason.Split);

        Assert.Equal("dense", decision.ShouldServe("dense", DecisionReason.Split).ShouldServe("dense").Variant);
        Assert.Equal("`layout` should serve `wide`, and serves `dense` because of Split.", Message(() => decision.ShouldServe("wide")));
        Assert.Equal("`layout` should serve `dense` because of Rollout, and serves `dense` because of Split.", Message(() => decision.ShouldServe("dense", DecisionReason.Rollout)));
        Assert.Equal("`layout` should have no variant because of NotReady, and serves `dense` because of Split.", Message(() => decision.ShouldFail(DecisionError.NotReady)));
        Assert.Equal("`layout` should count in arm Candidate, and counts in None: it serves `dense` because of Split.", Message(() => decision.ShouldBeInArm(DecisionArm.Candidate)));
        Assert.Equal("`x` should serve `on`, and serves no variant because of Error (FlagNotFound).", Message(() => Decision.OfError("x", DecisionError.FlagNotFound).ShouldServe("on")));
    }

    private static string Message(Action failing) => Assert.Throws<RolloutAssertionException>(failing).Message;

    private void Visit(int visits, bool isWorse)
    {
        for (int i = 0; i < visits; i++)
        {
            int visit = _visit++;
            Decision decision = _gate.Decide(Flag, new EvaluationContext("visitor-" + visit));
            bool fails = visit % 100 < (isWorse && decision.Arm == DecisionArm.Candidate ? 10 : 1);
            decision.Record(fails ? Outcome.Failure(TimeSpan.FromMilliseconds(50)) : Outcome.Success(TimeSpan.FromMilliseconds(50)));
        }
    }
}
