using System.Text;
using ModularRollout.Definitions;
using ModularRollout.Rollouts.Plans;
using ModularRollout.Snapshots;

namespace ModularRollout.Rollouts.Control;

/// <summary>Which of two definitions says what a rollout is: the one that an attempt has locked, or the one in force.</summary>
internal sealed class RunPlans
{
    private readonly string _flag;
    private (string? Text, RolloutPlan? Plan) _locked;
    private (FlagDefinition? Definition, RolloutPlan? Plan) _inForce;
    private bool _isDefined;
    private bool? _wasReleased;

    public RunPlans(string flag) => _flag = flag;

    /// <summary>Gets the definition in force; <see langword="null"/> where the flag, or its plan, is gone.</summary>
    public FlagDefinition? Definition { get; private set; }

    /// <summary>Gets the plan: the locked one while an attempt runs and since it completed, else the definition's.</summary>
    public RolloutPlan? Plan { get; private set; }

    /// <summary>Gets the plan in force where that is another one than what was locked; <see langword="null"/> elsewhere.</summary>
    public NextPlan? Next { get; private set; }

    /// <summary>Gets whether the plan was removed once the attempt had completed or ended, so that the definition alone decides, also under a plan that was published since.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>Gets what is locked; <see langword="null"/> for nothing.</summary>
    public LockedFlag? Lock { get; private set; }

    /// <summary>Gets the plan by which decisions are made: where there is none any more, the one that was locked.</summary>
    public RolloutPlan? DecidingPlan => Plan ?? _locked.Plan;

    /// <summary>Takes the definition in force.</summary>
    public void Define(FlagDefinition? definition, RolloutState state)
    {
        (Definition, _isDefined) = (definition, true);
        if (!state.IsLocked)
        {
            Plan = InForce();
        }

        Settle(state);
    }

    /// <summary>Follows a transition.</summary>
    public void Apply(RolloutState before, RolloutState state)
    {
        bool isOther = state.IsLocked && (state.Attempt != before.Attempt || state.Definition != before.Definition);
        if (state.Definition is not null && (isOther || (Plan is null && !state.IsEnded)))
        {
            Plan = PlanOf(state);
        }

        // What the journal says last is newer than what was seen here.
        _wasReleased = state.IsReleased == before.IsReleased && state.Attempt == before.Attempt ? _wasReleased : null;
        Settle(state);
    }

    /// <summary>Gets the plan that an attempt has locked; <see langword="null"/> where none has.</summary>
    public RolloutPlan? PlanOf(RolloutState state)
    {
        if (!ReferenceEquals(_locked.Text, state.Definition))
        {
            _locked = (state.Definition, state.Definition is { } text ? RolloutPlan.Of(new FlagDefinition(_flag, null, Encoding.UTF8.GetBytes(text))) : null);
        }

        return _locked.Plan;
    }

    private void Settle(RolloutState state)
    {
        (Next, IsReleased) = (null, false);
        Lock = state.Definition is { } locked && (state.IsLocked || state.IsEnded) ? new LockedFlag(_flag, locked, state.Kept, state.IsEnded) : null;
        if (!_isDefined)
        {
            // Nobody knows yet whether there is a plan in force.
            IsReleased = state.IsReleased;
        }
        else if (state.Status == RolloutStatus.Completed && state.Definition is not null)
        {
            SettleCompleted(state, state.Definition);
        }
        else if (state.IsEnded && PlanOf(state) is { } ended)
        {
            SettleEnded(state, ended);
        }
    }

    private void SettleEnded(RolloutState state, RolloutPlan ended)
    {
        RolloutPlan? plan = InForce();
        _wasReleased = plan is null ? true : _wasReleased;
        IsReleased = _wasReleased ?? state.IsReleased;
        if (IsReleased)
        {
            Lock = null;
        }
        else if (plan!.Baseline != ended.Baseline)
        {
            // Everybody keeps what the rollback gave back.
            (Plan, Next) = (ended, NextPlan.AfterRollback(ended, plan));
        }
    }

    private void SettleCompleted(RolloutState state, string locked)
    {
        RolloutPlan completed = PlanOf(state)!;
        if ((Definition?.Json == locked ? completed : InForce()) is not { } plan)
        {
            (_wasReleased, IsReleased, Lock) = (true, true, null);
        }
        else if (NextPlan.IsSameLine(completed, plan))
        {
            _wasReleased = false;
        }
        else
        {
            SettleNext(state, completed, locked, plan);
        }
    }

    private void SettleNext(RolloutState state, RolloutPlan completed, string locked, RolloutPlan plan)
    {
        IsReleased = _wasReleased ?? state.IsReleased;
        Next = IsReleased ? NextPlan.AfterRelease(plan) : NextPlan.AfterCompletion(completed, locked, plan, Definition!);
        if (IsReleased)
        {
            Lock = null;
        }
        else if (Next.ToStart is not null)
        {
            Lock = new LockedFlag(_flag, CompletedLock.With(locked, Definition!), state.Kept);
        }
    }

    private RolloutPlan? InForce()
    {
        if (!ReferenceEquals(_inForce.Definition, Definition))
        {
            _inForce = (Definition, Definition is null ? null : RolloutPlan.Of(Definition));
        }

        return _inForce.Plan;
    }
}
