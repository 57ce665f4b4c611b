using System.Text;
using Microsoft.Extensions.Time.Testing;
using ModularRollout.Definitions;
using ModularRollout.Outcomes;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Control;

public sealed class ObstaclesTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(Situation.Monday);
    private readonly RolloutOptions _options = new() { SingleProcess = true };
    private readonly MemoryRolloutStore _store = new();
    private readonly OutcomeRecorder _recorder;
    private readonly List<RolloutRun> _runs = [];

    public ObstaclesTests() => _recorder = new OutcomeRecorder(_clock, static _ => { });

    [Fact]
    public void Of_NothingInTheWay_SaysNothing()
    {
        Assert.Empty(Of(Run("a", RolloutStatus.Running)));
    }

    [Theory]
    [InlineData(RolloutStatus.Running, true)]
    [InlineData(RolloutStatus.Holding, true)]
    [InlineData(RolloutStatus.RolledBack, true)]
    [InlineData(RolloutStatus.Draft, true)]
    [InlineData(RolloutStatus.Completed, false)]
    public void Of_After_WaitsUntilTheOtherHasCompleted(RolloutStatus other, bool isInTheWay)
    {
        RolloutRun run = Run("a", RolloutStatus.Draft, "\"after\": [\"b\"]");
        Run("b", other);

        Assert.Equal(isInTheWay ? ["It comes after the rollout of `b`, which has not completed."] : [], Of(run));
    }

    [Fact]
    public void Of_AfterAFlagThatHasNoRollout_Waits()
    {
        Assert.Equal(["It comes after the rollout of `b`, which has not completed."], Of(Run("a", RolloutStatus.Draft, "\"after\": [\"b\"]")));
    }

    [Theory]
    [InlineData(RolloutStatus.Running, true)]
    [InlineData(RolloutStatus.Holding, true)]
    [InlineData(RolloutStatus.AwaitingApproval, true)]
    [InlineData(RolloutStatus.RolledBack, false)]
    [InlineData(RolloutStatus.Draft, false)]
    [InlineData(RolloutStatus.Completed, false)]
    public void Of_ConflictsWith_WhileTheOtherIsExposedWhoeverSaysSo(RolloutStatus other, bool isInTheWay)
    {
        RolloutRun named = Run("a", RolloutStatus.Draft, "\"conflictsWith\": [\"b\"]");
        RolloutRun naming = Run("b", other);
        RolloutRun third = Run("c", RolloutStatus.Draft);
        string[] expected = isInTheWay ? [$"It conflicts with the rollout of `b`, which is {other}."] : [];
        Assert.Equal(expected, Of(named));
        Assert.Empty(Of(third));

        _runs.Clear();
        RolloutRun quiet = Run("a", RolloutStatus.Draft);
        _ = Run("b", other, "\"conflictsWith\": [\"a\"]");
        Assert.Equal(expected, Of(quiet));
        Assert.Empty(Of(naming));
    }

    [Theory]
    [InlineData(2, 2, true)]
    [InlineData(2, 3, false)]
    public void Of_RolloutsThatTouchASystem_AreAsManyAsAllowed(int exposed, int allowed, bool isInTheWay)
    {
        _options.MaxConcurrentPerSystem = allowed;
        RolloutRun run = Run("a", RolloutStatus.Draft, touches: "payments");
        for (int i = 0; i < exposed; i++)
        {
            Run("b" + i, i % 2 == 0 ? RolloutStatus.Running : RolloutStatus.Holding, touches: "payments");
        }

        Run("c", RolloutStatus.Running, touches: "search");
        Run("d", RolloutStatus.Completed, touches: "payments");

        Assert.Equal(isInTheWay ? ["System `payments` is touched by 2 rollouts already, and 2 are allowed."] : [], Of(run));
    }

    [Fact]
    public void Of_ExposedRolloutWhereTooManyAre_GoesOn()
    {
        _options.MaxConcurrentPerSystem = 1;
        RolloutRun run = Run("a", RolloutStatus.Running, touches: "payments");
        Run("b", RolloutStatus.Running, touches: "payments");

        Assert.Empty(Of(run));
    }

    [Theory]
    [InlineData("75", false)]
    [InlineData("74.9", true)]
    public void Of_SharesThatTouchASystem_AddUpToAtMostTheLimit(string limit, bool isInTheWay)
    {
        // This one would go from 25 to 50 percent; the other is at 25.
        _options.MaxTotalPercent = decimal.Parse(limit, System.Globalization.CultureInfo.InvariantCulture);
        RolloutRun run = Run("a", RolloutStatus.Running, touches: "payments");
        Run("b", RolloutStatus.Running, touches: "payments");
        Run("c", RolloutStatus.Running, touches: "search");

        Assert.Equal(isInTheWay ? ["The rollouts that touch system `payments` would reach 75 % together, and 74.9 % is allowed."] : [], Of(run));
    }

    [Theory]
    [InlineData(-1, 1, true)]
    [InlineData(0, 1, true)]
    [InlineData(-2, -1, false)]
    [InlineData(-2, 0, false)]
    [InlineData(1, 2, false)]
    public void Of_Freeze_FromItsFirstMomentToBeforeItsEnd(int from, int to, bool isInTheWay)
    {
        _options.Freezes.Add(new RolloutFreeze(Situation.Monday.AddHours(from), Situation.Monday.AddHours(to), "Black Friday."));

        Assert.Equal(isInTheWay ? ["There is a freeze until 2026-03-02 11:00:00Z: Black Friday."] : [], Of(Run("a", RolloutStatus.Draft)));
    }

    [Fact]
    public void Of_MemoryOfMoreThanOneProcess_IsInTheWay()
    {
        _options.SingleProcess = false;

        Assert.Equal(["The rollouts' store is memory, which other processes do not see and a restart forgets: set SingleProcess, or use a FileRolloutStore."], Of(Run("a", RolloutStatus.Draft)));
    }

    public void Dispose()
    {
        _runs.ForEach(static run => run.Dispose());
        _recorder.Dispose();
    }

    private IReadOnlyList<string> Of(RolloutRun run) => Obstacles.Of(run, [.. _runs], _options, _store, _clock.GetUtcNow());

    private RolloutRun Run(string flag, RolloutStatus status, string more = "\"minOutcomes\": 100", string touches = "")
    {
        string plan = Situation.PlanText("""{ "name": "quarter", "percent": 25 }, { "name": "half", "percent": 50 }""", more);
        string touched = touches.Length == 0 ? "[]" : $"[\"{touches}\"]";
        var run = new RolloutRun(flag, _store, _recorder, _options, _clock);
        run.Define(new FlagDefinition(flag, "test", Encoding.UTF8.GetBytes($$"""{ "touches": {{touched}}, "rollout": {{plan}} }""")));
        if (status != RolloutStatus.Draft)
        {
            RolloutState state = RolloutState.Draft(flag).After(Entry(run, RolloutEntryKind.Start, default(RolloutPosition).Running(0)));
            run.Apply(state);
            run.Apply(state.After(Entry(run, status == RolloutStatus.Completed ? RolloutEntryKind.Complete : RolloutEntryKind.Hold, state.Position.As(status))));
        }

        _runs.Add(run);
        return run;
    }

    private RolloutJournalEntry Entry(RolloutRun run, RolloutEntryKind kind, RolloutPosition to) => RolloutJournalEntry.After(null, new RolloutEntryDraft
    {
        Flag = run.Flag,
        Attempt = 1,
        Time = _clock.GetUtcNow(),
        Actor = "ada",
        Kind = kind,
        To = to,
        Reason = "test",
        Definition = kind == RolloutEntryKind.Start ? run.Definition!.Json : null,
    });
}
