namespace ModularRollout.Tests.Outcomes;

public sealed class SwitchTests : IDisposable
{
    private readonly Exposed _exposed = new();

    public void Dispose() => _exposed.Dispose();

    [Theory]
    [InlineData(DecisionArm.Candidate, "candidate")]
    [InlineData(DecisionArm.Baseline, "baseline")]
    public void Switch_EveryForm_RunsThePathOfTheArmAndRecordsOnce(DecisionArm arm, string expected)
    {
        EvaluationContext context = _exposed.In(arm);
        string ran = "";

        string[] results =
        [
            _exposed.Gate.Switch(_exposed.Key, context, "state", static state => state + " baseline", static state => state + " candidate"),
            _exposed.Gate.Switch(Exposed.Flag, context, "state", static state => state + " baseline", static state => state + " candidate"),
            _exposed.Gate.Switch(_exposed.Key, context, static () => "baseline", static () => "candidate"),
            _exposed.Gate.Switch(Exposed.Flag, context, static () => "baseline", static () => "candidate"),
        ];
        _exposed.Gate.Switch(_exposed.Key, context, 1, _ => ran += "baseline ", _ => ran += "candidate ");
        _exposed.Gate.Switch(Exposed.Flag, context, 1, _ => ran += "baseline ", _ => ran += "candidate ");
        _exposed.Gate.Switch(_exposed.Key, context, () => { ran += "baseline "; }, () => { ran += "candidate "; });
        _exposed.Gate.Switch(Exposed.Flag, context, () => { ran += "baseline "; }, () => { ran += "candidate "; });

        Assert.Equal([$"state {expected}", $"state {expected}", expected, expected], results);
        Assert.Equal(string.Concat(Enumerable.Repeat(expected + " ", 4)), ran);
        Assert.Equal(Enumerable.Repeat($"{arm} success 0", 8), _exposed.Drain());
    }

    [Fact]
    public void Switch_Ring_RunsTheCandidateInNoArm()
    {
        Assert.Equal(2, _exposed.Gate.Switch(_exposed.Key, Exposed.Staff, static () => 1, static () => 2));
        Assert.Equal(["None success 0"], _exposed.Drain());
    }

    [Fact]
    public void Switch_FlagThatIsNotGuarded_RunsAndRecordsNothing()
    {
        Assert.Equal(1, _exposed.Gate.Switch("plain", Exposed.Staff, static () => 1, static () => 2));
        Assert.Empty(_exposed.Drain());
    }

    [Fact]
    public void Switch_NoDecision_FollowsTheFallbackOfTheKey()
    {
        Assert.Equal(2, _exposed.Gate.Switch(new FlagKey<bool>("unknown", true), default, static () => 1, static () => 2));
        Assert.Equal(1, _exposed.Gate.Switch(new FlagKey<bool>("unknown", false), default, static () => 1, static () => 2));
        Assert.Equal(1, _exposed.Gate.Switch("unknown", default, static () => 1, static () => 2));
        Assert.Equal(1, _exposed.Gate.Switch((string)null!, default, static () => 1, static () => 2));
    }

    [Fact]
    public void Switch_OnAFake_RunsThePathOfTheFake()
    {
        Decision on = Decision.Of("x", true);

        Assert.Equal(2, on.Switch(0, static _ => 1, static _ => 2, null, default));
    }

    [Fact]
    public void Switch_PathTakesTime_RecordsItByTheGatesClock()
    {
        _exposed.Gate.Switch(_exposed.Key, _exposed.In(DecisionArm.Candidate), _exposed.Clock, Wait, Wait);

        Assert.Equal(["Candidate success 250"], _exposed.Drain());

        static void Wait(Microsoft.Extensions.Time.Testing.FakeTimeProvider clock) => clock.Advance(TimeSpan.FromMilliseconds(250));
    }

    [Fact]
    public void Switch_PathThrows_RecordsAFailureAndThrowsTheSame()
    {
        var thrown = new InvalidOperationException("no");

        Exception caught = Assert.Throws<InvalidOperationException>(() => _exposed.Gate.Switch(_exposed.Key, _exposed.In(DecisionArm.Candidate), thrown, Throw, Throw));

        Assert.Same(thrown, caught);
        Assert.Contains(nameof(Throw), caught.StackTrace, StringComparison.Ordinal);
        Assert.Equal(["Candidate failure 0"], _exposed.Drain());
    }

    [Fact]
    public void Switch_CallersOwnCancellation_IsNotRecorded()
    {
        using var own = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        other.Cancel();
        Decision decision = _exposed.Gate.Decide(_exposed.Key, _exposed.In(DecisionArm.Baseline));

        Assert.Throws<OperationCanceledException>(() => decision.Switch(0, _ => other.Token.ThrowIfCancellationRequested(), static _ => { }, null, own.Token));
        own.Cancel();
        Assert.Throws<OperationCanceledException>(() => decision.Switch(0, _ => other.Token.ThrowIfCancellationRequested(), static _ => { }, null, own.Token));
        Assert.Throws<InvalidOperationException>(() => decision.Switch(0, Throw, Throw, null, own.Token));

        Assert.Equal(["Baseline failure 0", "Baseline failure 0"], _exposed.Drain());

        static int Throw(int _) => throw new InvalidOperationException();
    }

    [Fact]
    public void Switch_Options_ReclassifyResultsAndExceptions()
    {
        Decision decision = _exposed.Gate.Decide(_exposed.Key, _exposed.In(DecisionArm.Baseline));
        var results = new SwitchOptions<string?> { IsFailure = static result => result is null, IsExpected = static exception => exception is ArgumentException };
        var nothing = new SwitchOptions { IsExpected = static exception => exception is ArgumentException };

        Assert.Null(decision.Switch<int, string?>(0, static _ => null, static _ => "", results, default));
        Assert.Equal("fine", decision.Switch<int, string?>(0, static _ => "fine", static _ => "", results, default));
        Assert.Throws<ArgumentException>(() => decision.Switch<int, string?>(0, static _ => throw new ArgumentException("x"), static _ => "", results, default));
        Assert.Throws<ArgumentException>(() => decision.Switch(0, static _ => throw new ArgumentException("x"), static _ => { }, nothing, default));
        Assert.Throws<InvalidOperationException>(() => decision.Switch(0, static _ => throw new InvalidOperationException(), static _ => { }, nothing, default));

        Assert.Equal(["Baseline failure 0", "Baseline success 0", "Baseline success 0", "Baseline success 0", "Baseline failure 0"], _exposed.Drain());
    }

    [Fact]
    public void Switch_PredicateThrows_CountsItAndClassifiesAsWithoutIt()
    {
        Decision decision = _exposed.Gate.Decide(_exposed.Key, _exposed.In(DecisionArm.Baseline));
        var options = new SwitchOptions<int> { IsFailure = static _ => throw new NotSupportedException(), IsExpected = static _ => throw new NotSupportedException() };

        Assert.Equal(5, decision.Switch(0, static _ => 5, static _ => 6, options, default));
        Assert.Throws<InvalidOperationException>(() => decision.Switch(0, static _ => throw new InvalidOperationException(), static _ => 6, options, default));

        Assert.Equal(["Baseline success 0", "Baseline failure 0"], _exposed.Drain());
        Assert.Equal(2, _exposed.Owner.OutcomeFailures.OfPredicates);
    }

    [Fact]
    public void Switch_NullArguments_ThrowAtOnce()
    {
        Func<int> path = static () => 1;

        Assert.Throws<ArgumentNullException>("gate", () => ((IFeatureGate)null!).Switch("f", default, path, path));
        Assert.Throws<ArgumentNullException>("baseline", () => _exposed.Gate.Switch("f", default, null!, path));
        Assert.Throws<ArgumentNullException>("candidate", () => _exposed.Gate.Switch("f", default, path, null!));
        Assert.Throws<ArgumentNullException>("candidate", () => default(Decision).Switch(1, static _ => 1, null!, null, default));
        Assert.Throws<ArgumentNullException>("baseline", () => default(Decision).Switch(1, null!, static _ => { }, null, default));
    }

    private static void Throw(Exception exception) => throw exception;
}
