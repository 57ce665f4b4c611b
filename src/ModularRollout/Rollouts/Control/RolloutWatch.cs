using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>Watches one attempt: counts its outcomes, judges its guards, and runs its clocks.</summary>
/// <remarks>Looks come one at a time. What is counted comes from any thread and waits for no look.</remarks>
internal sealed class RolloutWatch
{
    private RolloutPlan _plan;

    public RolloutWatch(RolloutPlan plan, int attempt, string instance, TimeProvider clock)
    {
        _plan = plan;
        Attempt = attempt;
        Counts = new AttemptCounts(plan, clock, instance);
        Judge = new GuardJudge(plan);
    }

    public int Attempt { get; }

    public AttemptCounts Counts { get; private set; }

    public GuardJudge Judge { get; private set; }

    public RolloutClocks Clocks { get; set; }

    /// <summary>Gets or sets the decisions of the rollout at the last look; <see langword="null"/> before the first.</summary>
    public long? Decisions { get; set; }

    /// <summary>Gets or sets the outcomes that had been reported at the last look.</summary>
    public long Received { get; set; }

    /// <summary>Follows a transition: a new stage, another stretch, a plan that was adopted, an end of a hold.</summary>
    public void Enter(RolloutPlan plan, RolloutState before, RolloutState state)
    {
        if (!ReferenceEquals(plan, _plan))
        {
            Counts.Adopt(plan);
            Judge = Judge.Adopt(plan, state);
            _plan = plan;
        }

        foreach (RolloutStretch stretch in state.Stretches)
        {
            decimal percent = Exposures.PercentOf(plan, state with { Position = new(RolloutStatus.Running, stretch.Stage) });
            Counts.OpenStretch(stretch.Number, stretch.Stage, state.Status == RolloutStatus.Completed && stretch == state.Stretches[^1] ? Exposures.PercentOf(plan, state) : percent);
        }

        if (state.Stage != before.Stage || state.Attempt != before.Attempt)
        {
            Clocks = default;
        }
        else if (before.Status == RolloutStatus.Holding && state.Status != RolloutStatus.Holding)
        {
            Clocks = Clocks with { Blind = TimeSpan.Zero, Window = before.Position.HoldReason == RolloutHoldReason.WindowEnded ? TimeSpan.Zero : Clocks.Window };
        }
    }
}
