using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Testing.Drills;

/// <summary>One run of a plan under one scenario, from the start of the rollout to its end.</summary>
internal sealed class DrillRun
{
    private readonly long _start;
    private readonly List<DrillStage> _stages = [];
    private readonly DateTimeOffset _startedAt;
    private readonly ServedVariants _before;
    private DrillPace _pace;
    private (RolloutStage Stage, TimeSpan Since)? _stage;
    private bool _isHopeless;

    private DrillRun(DrillSetup setup, DrillFault fault, DrillSystem system)
    {
        Setup = setup;
        Fault = fault;
        System = system;
        Visitors = new DrillVisitors(setup);
        Operator = new DrillOperator(system, setup.Plan);
        _start = system.Clock.GetTimestamp();
        _startedAt = system.Clock.GetUtcNow();
        _before = DrillChecks.Served(this);
    }

    public DrillSetup Setup { get; }

    public DrillFault Fault { get; }

    public DrillSystem System { get; }

    public DrillVisitors Visitors { get; }

    public DrillOperator Operator { get; }

    public RolloutPlan Plan => Setup.Plan;

    public RolloutProgress Progress => System.Progress;

    /// <summary>Gets the time since the start of the rollout, by a clock that is never set.</summary>
    public TimeSpan Elapsed => System.Clock.GetElapsedTime(_start);

    /// <summary>Gets when the fault set in.</summary>
    public TimeSpan? Onset { get; private set; }

    /// <summary>Gets when the rollout was stopped because of the candidate: rolled back, or held for a breach.</summary>
    public TimeSpan? Stopped { get; private set; }

    /// <summary>Gets what went wrong, in sentences.</summary>
    public List<string> Complaints { get; } = [];

    public IReadOnlyList<DrillStage> Stages => _stages;

    public static async Task<DrillResult> RunAsync(DrillSetup setup, DrillScenario scenario, CancellationToken cancellationToken)
    {
        DrillFault fault = scenario.MakeFault();
        DrillSystem system = await DrillSystem.StartAsync(setup, fault.NeedsFiles, cancellationToken).ConfigureAwait(false);
        await using (system.ConfigureAwait(false))
        {
            var run = new DrillRun(setup, fault, system);
            await run.RunAsync(cancellationToken).ConfigureAwait(false);
            return run.Finish(scenario);
        }
    }

    /// <summary>Notes that the fault has set in.</summary>
    public void SetIn()
    {
        Onset ??= Elapsed;
        Visitors.SetIn();
        _pace.Quicken();
    }

    /// <summary>Notes that the rollout was stopped because of the candidate.</summary>
    public void Stop() => Stopped ??= Elapsed;

    /// <summary>Gets the stage of a name; the plan's first with a share where none is said.</summary>
    public RolloutStage StageOf(string? name) => name is null
        ? Plan.Stages.FirstOrDefault(static stage => !stage.IsRing) ?? Plan.Stages[0]
        : Plan.Stages.FirstOrDefault(stage => stage.Name == name)
            ?? throw new ArgumentException($"The plan has no stage `{name}`; it has {string.Join(", ", Plan.Stages.Select(static stage => $"`{stage.Name}`"))}.", nameof(name));

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        Fault.Begin(this);
        if (await Operator.StartAsync(this, cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            Complaints.Add($"The rollout could not be started: {refusal}");
            return;
        }

        FollowStage();
        while (!IsOver())
        {
            cancellationToken.ThrowIfCancellationRequested();
            await LookAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        Fault.BeforeLook(this);
        TimeSpan time = _pace.Next(Visitors.IsCandidateWorse || Visitors.AreOutcomesLost);
        System.Clock.Advance(time / 2);
        Visitors.Visit(System.Gate, time);
        System.Clock.Advance(time / 2);
        await System.Rollouts.StepAsync(cancellationToken).ConfigureAwait(false);
        await Fault.AfterLookAsync(this, cancellationToken).ConfigureAwait(false);
        FollowStage();
        await Operator.ServeAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Notes when stages are entered and left, and looks closely again.</summary>
    private void FollowStage()
    {
        RolloutStage? stage = Progress.Status is RolloutStatus.Running or RolloutStatus.Holding or RolloutStatus.AwaitingApproval ? Progress.Stage : null;
        if (stage?.Index != _stage?.Stage.Index)
        {
            Leave();
            _stage = stage is null ? null : (stage, Elapsed);
            _pace.Quicken();
            if (DrillChecks.OfRing(this, stage) is { } empty)
            {
                Complaints.Add(empty);
                _isHopeless = true;
            }
        }
    }

    private void Leave()
    {
        if (_stage is { } left)
        {
            _stages.Add(new DrillStage(left.Stage.Name, left.Since, Elapsed, Visitors.Whole.ExposedSubjects));
        }
    }

    private bool IsOver()
    {
        RolloutProgress progress = Progress;
        if (progress.Status == RolloutStatus.RolledBack)
        {
            Stop();
        }

        bool isEnded = progress.Damage is not null || progress.Status is RolloutStatus.Completed or RolloutStatus.RolledBack or RolloutStatus.Aborted or RolloutStatus.Expired;
        bool isStuck = progress.Status == RolloutStatus.Holding && !Fault.Handles(progress.HoldReason);
        return _isHopeless || isEnded || isStuck || Elapsed > Setup.MostTime;
    }

    private DrillResult Finish(DrillScenario scenario)
    {
        Leave();
        if (Complaints.Count == 0)
        {
            Fault.Judge(this);
            Complaints.AddRange(DrillChecks.OfDwell(this));
            Complaints.AddRange(DrillChecks.OfReversal(this, _before, _startedAt));
        }

        RolloutJournal journal = System.Journal;
        DrillTally tally = Visitors.SinceOnset ?? Visitors.Whole;
        return new DrillResult(scenario, Complaints)
        {
            Status = Progress.Status,
            Duration = Elapsed,
            TimeToStop = Stopped - (Onset ?? TimeSpan.Zero),
            StoppedBy = Stopped is null ? null : DrillJournal.StopperOf(journal),
            ExposedSubjects = tally.ExposedSubjects,
            CandidateVisits = tally.Visits,
            ExtraFailures = (int)Math.Round(tally.ExtraFailures),
            SubjectsCompared = Setup.Subjects.Length,
            Stages = _stages,
            Journal = journal,
        };
    }
}
