using Microsoft.Extensions.Time.Testing;
using ModularRollout.Outcomes;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Snapshots;
using ModularRollout.Tests.Rollouts.Counting;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>A rollout that is watched: its state, the real counting of its outcomes, and a look whenever a test wants one.</summary>
internal sealed class Watched
{
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(70);

    private readonly Situation _situation;
    private long _decisions;

    public Watched(Situation situation, FakeTimeProvider? clock = null, string instance = "one")
    {
        _situation = situation;
        Clock = clock ?? new FakeTimeProvider(Situation.Monday);
        Watch = new RolloutWatch(situation.Plan, Math.Max(1, situation.State.Attempt), instance, Clock);
        Watch.Enter(situation.Plan, RolloutState.Draft(Situation.Flag), situation.State);
    }

    public FakeTimeProvider Clock { get; }

    public RolloutWatch Watch { get; private set; }

    public RolloutState State => _situation.State;

    /// <summary>Gets or sets what other instances saved.</summary>
    public byte[][] Others { get; set; } = [];

    /// <summary>Gets or sets whether the change hours are open.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>Gets or sets the sentences of probes that failed to run.</summary>
    public string[] FailedProbes { get; set; } = [];

    /// <summary>Gets or sets how many of a hundred of the candidate's outcomes fail, where a test draws them.</summary>
    public int Failures { get; set; }

    /// <summary>Gets the subject at a place on the line from 0 to 1.</summary>
    public static ulong At(double place) => (ulong)(place * 18446744073709551616.0);

    /// <summary>Makes a transition, and follows it.</summary>
    public Watched Enter(RolloutEntryKind kind, Func<RolloutPosition, RolloutPosition> to, string? detail = null)
    {
        RolloutState before = State;
        _situation.Now = Clock.GetUtcNow();
        _situation.Append(kind, to(State.Position), detail: detail);
        Watch.Enter(_situation.Plan, before, State);
        return this;
    }

    /// <summary>Adopts another plan.</summary>
    public Watched Adopt(string plan, string detail)
    {
        RolloutState before = State;
        _situation.Definition = Situation.Define(plan);
        _situation.Plan = ModularRollout.Rollouts.Plans.RolloutPlan.Of(_situation.Definition)!;
        _situation.Append(RolloutEntryKind.Adopt, State.Position.NewStretch(), detail: detail);
        Watch.Enter(_situation.Plan, before, State);
        return this;
    }

    public void Success(ulong subject, double milliseconds = 1) => Report(subject, OutcomeCode.Success, milliseconds);

    public void Failure(ulong subject, double milliseconds = 1) => Report(subject, OutcomeCode.Failure, milliseconds);

    public void Ring(ulong subject, bool isFailure = false) => Report(subject, isFailure ? OutcomeCode.Failure : OutcomeCode.Success, 1, DecisionArm.None);

    public void Custom(ulong subject, string name) => Report(subject, (byte)(OutcomeCode.FirstCustom + Array.IndexOf(Watch.Counts.CustomEvents, name)), 0);

    public void Report(ulong subject, byte code, double milliseconds, DecisionArm? arm = null)
    {
        ulong bound = ShareBounds.OfPercent(Exposures.PercentOf(_situation.Plan, State), out bool isEverything);
        DecisionArm placed = arm ?? (isEverything || subject < bound ? DecisionArm.Candidate : DecisionArm.Baseline);
        TimeSpan duration = TimeSpan.FromMilliseconds(milliseconds);
        _decisions += code < OutcomeCode.FirstCustom ? 1 : 0;
        Watch.Counts.Read(State.Position.Stretch, [new OutcomeRecord(1, subject, placed, code, Clock.GetTimestamp(), duration, duration)]);
    }

    /// <summary>Has outcomes of so many subjects, evenly over the line, none of them a failure.</summary>
    public Watched Trade(int subjects, double milliseconds = 1)
    {
        for (int i = 0; i < subjects; i++)
        {
            Success(At((i + .5) / subjects), milliseconds);
        }

        return this;
    }

    public void Decide(int times) => _decisions += times;

    /// <summary>Lets everything settle, and looks: as if that had taken a tick.</summary>
    public RolloutEvidence SettleAndLook(double seconds = 10)
    {
        Clock.Advance(Settling);
        Watch.Counts.Settle(Clock.GetTimestamp());
        return Look(seconds);
    }

    public RolloutEvidence Look(double seconds = 10) => Watch.Look(State, new RolloutSight(SavedLooks.Of(Others), _decisions, TimeSpan.FromSeconds(seconds), IsOpen, FailedProbes));

    /// <summary>Ends this process and starts another, which goes on from a checkpoint and looks at once, as a controller does.</summary>
    public Watched Restart(string instance = "two", bool isSameStage = true)
    {
        var restarted = new Watched(_situation, Clock, instance) { IsOpen = IsOpen, FailedProbes = FailedProbes, Others = Others, Failures = Failures };
        using var stream = new MemoryStream(Checkpoint());
        using var reader = new BinaryReader(stream);
        restarted.Watch.Read(reader, isSameStage);
        Assert.Equal(stream.Length, stream.Position);
        restarted.Look(0);
        return restarted;
    }

    public int CheckpointLength() => Checkpoint().Length;

    private byte[] Checkpoint() => Checkpoints.Write(writer =>
    {
        WatchCopy copy = Watch.Copy();
        copy.Write(writer, copy.Counts.Save());
    });

    /// <summary>Writes evidence as text, to every digit.</summary>
    public static string TextOf(RolloutEvidence evidence) =>
        $"rollback {evidence.RollbackBreach}, hold {evidence.HoldBreach}, {evidence.Subjects} subjects, {evidence.Clocks}, unknown: {string.Join(" | ", evidence.Unknowns)}\n"
        + string.Join('\n', evidence.Readings.Select(static reading => $"{reading} {reading.Log:R} of {reading.LogLimit:R}; {reading.CandidateEvents} {reading.BaselineEvents} {reading.CandidateOutcomes} {reading.BaselineOutcomes}"));
}
