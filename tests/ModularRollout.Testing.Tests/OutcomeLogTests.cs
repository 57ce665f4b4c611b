namespace ModularRollout.Testing.Tests;

public sealed class OutcomeLogTests
{
    private static readonly FlagKey<bool> s_checkout = new("checkout", false);
    private static readonly EvaluationContext s_ada = new("ada");

    [Fact]
    public async Task Switches_UnderFakeDecisions_RecordExactly()
    {
        var clock = new VirtualClock();
        FakeFeatureGate gate = new FakeFeatureGate(clock).Serve(Decision.Of("checkout", true), DecisionArm.Candidate).Set("search", false);

        string page = await gate.SwitchAsync(s_checkout, s_ada, _ => PageAsync("old", 1), _ => PageAsync("new", 120), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<TimeoutException>(async () => await gate.SwitchAsync("search", s_ada, _ => ThrowAsync(), _ => PageAsync("", 1), TestContext.Current.CancellationToken));
        gate.Decide(s_checkout, s_ada).Record(Outcome.Event("order-lost"));

        Assert.Equal("new", page);
        Assert.Equal(
            ["checkout (on, Candidate): success after 120 ms", "search (off, None): failure after 30 ms", "checkout (on, Candidate): event `order-lost` after 0 ms"],
            gate.Outcomes.All.Select(static outcome => outcome.ToString()));
        Assert.Equal([null, "order-lost"], gate.Outcomes.Of("checkout").Select(static outcome => outcome.Outcome.CustomEvent));
        Assert.All(gate.Outcomes.All, static outcome => Assert.Equal("ada", outcome.TargetingKey));

        async ValueTask<string> PageAsync(string text, int milliseconds)
        {
            await Task.Yield();
            clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
            return text;
        }

        async ValueTask<string> ThrowAsync()
        {
            await PageAsync("", 30);
            throw new TimeoutException();
        }
    }

    [Fact]
    public async Task Switch_CancelledByItsCaller_RecordsNothing()
    {
        FakeFeatureGate gate = new FakeFeatureGate().Set(s_checkout, true);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await gate.SwitchAsync(
            s_checkout, s_ada, static _ => ValueTask.FromResult(1), static token => ValueTask.FromCanceled<int>(token), cancelled.Token));

        Assert.Empty(gate.Outcomes.All);
    }

    [Fact]
    public void Record_FlagThatIsMissing_RecordsNothingAsWithTheRealGate()
    {
        var gate = new FakeFeatureGate();

        gate.Decide("nobody", s_ada).Record(Outcome.Success(TimeSpan.Zero));

        Assert.Empty(gate.Outcomes.All);
    }

    [Fact]
    public void Attach_DecisionOfOnesOwn_KeepsItsOutcomes()
    {
        var log = new OutcomeLog();
        Decision decision = log.Attach(Decision.Of("layout", "dense", "dense"), DecisionArm.Baseline, "ada");

        decision.Record(Outcome.Failure(TimeSpan.FromMilliseconds(5)));

        RecordedOutcome outcome = Assert.Single(log.All);
        Assert.Equal(("layout", "dense", DecisionArm.Baseline, "ada", true), (outcome.Flag, outcome.Variant, outcome.Arm, outcome.TargetingKey, outcome.Outcome.IsFailure));
        log.Clear();
        Assert.Empty(log.All);
    }
}
