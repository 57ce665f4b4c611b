using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Evidence;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>Judges the guards of one attempt, look by look.</summary>
/// <remarks>Looks come one at a time. A look without new settled evidence changes no statistic, so that who looks, and how often, is all the same.</remarks>
internal sealed class GuardJudge
{
    private readonly RolloutPlan _plan;
    private readonly GuardWatch[] _guards;
    private readonly GuardLook[] _looks;
    private bool _isTripped;

    public GuardJudge(RolloutPlan plan)
    {
        _plan = plan;
        _guards = new GuardWatch[plan.Guards.Count];
        _looks = new GuardLook[_guards.Length];
        for (int i = 0; i < _guards.Length; i++)
        {
            _guards[i] = new GuardWatch(plan.Guards[i]);
        }
    }

    /// <summary>Gets whether the arms had sizes that chance does not explain; that stays so until an attempt with new buckets.</summary>
    public bool IsTripped => _isTripped;

    /// <summary>Takes a new plan: what judges as before goes on, what changed starts anew.</summary>
    public GuardJudge Adopt(RolloutPlan plan)
    {
        var adopted = new GuardJudge(plan) { _isTripped = _isTripped };
        foreach (GuardWatch next in adopted._guards)
        {
            if (Array.Find(_guards, guard => guard.Guard.Name == next.Guard.Name) is { } known)
            {
                next.Follow(known);
            }
        }

        return adopted;
    }

    /// <summary>Looks at the evidence.</summary>
    public RolloutJudgement Look(RolloutState state, StageView totals)
    {
        for (int i = 0; i < _guards.Length; i++)
        {
            int since = state.GuardsSince.GetValueOrDefault(_plan.Guards[i].Name);
            _looks[i] = _guards[i].Look(totals.Guard(i, state), StretchOf(state, _plan.Guards[i], since), since, state.IsComplete);
        }

        _isTripped |= IsUneven(totals);
        double alpha = ActionStatistic.AlphaOf(_plan.FalseRollback, Math.Max(1, CountActions()));
        (string? rollback, double rollbackLimit) = Sum(RolloutReaction.RollBack, alpha);
        (string? hold, double holdLimit) = Sum(RolloutReaction.Hold, alpha);
        var limits = new double[_guards.Length];
        var breaches = new bool[_guards.Length];
        for (int i = 0; i < _guards.Length; i++)
        {
            limits[i] = LimitOf(_guards[i], rollbackLimit, holdLimit);
            breaches[i] = _plan.Guards[i].Name == rollback || _plan.Guards[i].Name == hold || IsBeyond(_guards[i], _looks[i], limits[i]);
        }

        return new RolloutJudgement(_looks, limits, breaches, rollback, hold, _isTripped);
    }

    /// <summary>Gets whether a guard's proof has been given.</summary>
    public bool IsProven(int guard, GuardTotals totals) => _guards[guard].IsProven(totals, _plan.FalseAdvance);

    public void Write(BinaryWriter writer)
    {
        writer.Write(_isTripped);
        writer.Write(_guards.Length);
        foreach (GuardWatch guard in _guards)
        {
            guard.Write(writer);
        }
    }

    /// <summary>Reads what was written, by the names of the guards; one that is not known starts anew.</summary>
    public void Read(BinaryReader reader)
    {
        _isTripped = reader.ReadBoolean();
        int count = reader.ReadInt32();
        for (int i = 0; i < count; i++)
        {
            GuardWatch.Read(reader, name => Array.Find(_guards, guard => guard.Guard.Name == name));
        }
    }

    private double LimitOf(GuardWatch guard, double rollbackLimit, double holdLimit) =>
        guard.IsDetecting ? GuardWatch.LogLimitOfDetectors
        : guard.Guard.IsDryRun ? -Math.Log(_plan.FalseRollback)
        : guard.Guard.OnBreach == RolloutReaction.RollBack ? rollbackLimit : holdLimit;

    private static bool IsBeyond(GuardWatch guard, GuardLook look, double limit) => guard.IsAlarm || (look.MayBreach && look.Log >= limit);

    /// <summary>Gets the number of a guard's stretch, 1-based: stretches without a share at random give no evidence to a comparison, and count for nothing.</summary>
    private int StretchOf(RolloutState state, RolloutGuard guard, int since)
    {
        int stretch = 0;
        foreach (RolloutStretch known in state.Stretches)
        {
            if (known.Number >= since && (!guard.NoMoreThan.IsComparison || Exposures.PercentOf(_plan, known) > 0))
            {
                stretch++;
            }
        }

        return Math.Max(stretch, 1);
    }

    private int CountActions()
    {
        bool rolls = false;
        bool holds = false;
        foreach (RolloutGuard guard in _plan.Guards)
        {
            rolls |= !guard.IsDryRun && guard.OnBreach == RolloutReaction.RollBack;
            holds |= !guard.IsDryRun && guard.OnBreach == RolloutReaction.Hold;
        }

        return (rolls ? 1 : 0) + (holds ? 1 : 0);
    }

    /// <summary>Sums the guards of one action and names the one with the largest part, where the sum has reached its limit.</summary>
    private (string? Guard, double Limit) Sum(RolloutReaction reaction, double alpha)
    {
        Span<GuardLook> looks = stackalloc GuardLook[_guards.Length];
        Span<int> indexes = stackalloc int[_guards.Length];
        int count = 0;
        for (int i = 0; i < _guards.Length; i++)
        {
            if (_plan.Guards[i] is { IsDryRun: false } guard && guard.OnBreach == reaction)
            {
                (looks[count], indexes[count]) = (_looks[i], i);
                count++;
            }
        }

        ActionLook sum = ActionStatistic.Of(looks[..count], alpha);
        string? alarm = Array.Find(_guards, guard => guard.IsAlarm && !guard.Guard.IsDryRun && guard.Guard.OnBreach == reaction)?.Guard.Name;
        string? named = alarm ?? (sum.IsBreach ? _plan.Guards[indexes[sum.Guard]].Name : null);
        return (named, sum.LogLimit + Math.Log(Math.Max(count, 1)));
    }

    private static bool IsUneven(StageView totals)
    {
        int stretch = 0;
        foreach (SampleDivision sample in totals.Samples)
        {
            stretch++;
            if (sample.Share is > 0 and < 1
                && SampleRatioStatistic.Trips(SampleRatioStatistic.LogBayesFactor(sample.Share, sample.Candidate, sample.Baseline), stretch))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What the guards' statistics say at one look.</summary>
/// <param name="Looks">The look of each guard, in the plan's order.</param>
/// <param name="LogLimits">What each guard alone would have to reach.</param>
/// <param name="Breaches">Whether each guard has reached its limit: the one that is named for what all guards of its action reached together, and every one that would have alone.</param>
/// <param name="Rollback">The guard named where the sum of those that roll back has reached its limit.</param>
/// <param name="Hold">The guard named where the sum of those that hold has reached its limit.</param>
/// <param name="IsTripped">Whether the arms have sizes that chance does not explain.</param>
internal readonly record struct RolloutJudgement(GuardLook[] Looks, double[] LogLimits, bool[] Breaches, string? Rollback, string? Hold, bool IsTripped);
