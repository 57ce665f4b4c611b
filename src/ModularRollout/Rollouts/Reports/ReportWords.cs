using System.Globalization;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Evidence;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Reports;

/// <summary>What a report says by itself was learnt, and is to be done; operators know better.</summary>
internal sealed class ReportWords
{
    private readonly ReportFacts _facts;
    private readonly IReadOnlyList<StageReport> _stages;
    private readonly IReadOnlyList<GuardReport> _guards;
    private readonly GuardReport? _broken;

    public ReportWords(ReportFacts facts, IReadOnlyList<StageReport> stages, IReadOnlyList<GuardReport> guards)
    {
        _facts = facts;
        _stages = stages;
        _guards = guards;
        _broken = facts.Status == RolloutStatus.RolledBack ? Broken() : null;
    }

    public string Learnt() => _facts.Status switch
    {
        _ when _facts.End is null => "The attempt has not ended.",
        RolloutStatus.Completed => $"Nothing spoke against `{_facts.Plan.Candidate}`: no guard was breached by {Counted()} in {Sentences.Of(_facts.Until - _facts.Entries[0].Time)}.{Estimated()}",
        _ when _broken is not null => $"`{_facts.Plan.Candidate}` is worse than the plan tolerates: guard `{_broken.Guard}` was breached{Where()}.{Estimated(_broken)}",
        _ => $"No guard was breached by {Counted()}; it was ended for another reason.{Estimated()}",
    };

    public string FollowUp() => _facts.Status switch
    {
        _ when _facts.End is null => "Wait for its end.",
        RolloutStatus.Completed => $"{Holdback()}{Removal()}",
        _ when _broken is not null => $"Find out why guard `{_broken.Guard}` was breached, and mend the candidate. {Retry()}",
        _ => $"Decide whether to try again. {Retry()}",
    };

    /// <summary>Writes an interval in words.</summary>
    public static string Of(GuardReport guard, EventEstimate estimate)
    {
        (double lower, double upper) = (estimate.Interval.Lower, estimate.Interval.Upper);
        if (guard.TimesBaseline is null)
        {
            return $"from {Rate(lower)} to {Rate(upper)}";
        }

        return (lower > 0, double.IsFinite(upper)) switch
        {
            (true, true) => string.Create(CultureInfo.InvariantCulture, $"from {lower:0.###} to {upper:0.###} times the baseline's rate"),
            (true, false) => string.Create(CultureInfo.InvariantCulture, $"at least {lower:0.###} times the baseline's rate"),
            (false, true) => string.Create(CultureInfo.InvariantCulture, $"at most {upper:0.###} times the baseline's rate"),
            _ => "nothing can be said yet",
        };
    }

    public static string Rate(double rate) => (rate * 100).ToString("0.###", CultureInfo.InvariantCulture) + " %";

    private static string Estimated(GuardReport guard)
    {
        string text = "";
        foreach (EventEstimate estimate in guard.Estimates)
        {
            bool isKnown = guard.Rate is not null || estimate.Interval.Lower > 0 || double.IsFinite(estimate.Interval.Upper);
            text += isKnown ? $" Guard `{guard.Guard}`, {estimate.Event}: {Of(guard, estimate)}." : "";
        }

        return text;
    }

    private string Estimated()
    {
        string text = "";
        foreach (GuardReport guard in _guards)
        {
            text += Estimated(guard);
        }

        return text;
    }

    /// <summary>The guard that is named in the reason of the rollback comes before others that had reached their limits.</summary>
    private GuardReport? Broken()
    {
        GuardReport? broken = null;
        foreach (GuardReport guard in _guards)
        {
            bool isNamed = _facts.Reason?.Contains($"`{guard.Guard}`", StringComparison.Ordinal) ?? false;
            broken = guard is { Verdict: GuardVerdict.Breach, IsDryRun: false } && (broken is null || isNamed) ? guard : broken;
        }

        return broken;
    }

    private string Where() => _stages.Count == 0 ? "" : $" in stage `{_stages[^1].Name}`, {Sentences.Of(_stages[^1].Duration)} after it was entered";

    private string Counted()
    {
        (long outcomes, long subjects) = (0, 0);
        foreach (StageReport stage in _stages)
        {
            outcomes += stage.Candidate.Outcomes + stage.Ring.Outcomes;
            subjects = Math.Max(subjects, stage.Subjects);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{outcomes} outcomes of up to {subjects} subjects in a stage");
    }

    private string Holdback() => Exposures.HasHoldback(_facts.Plan)
        ? $"Watch the holdback of {Sentences.Of(_facts.Plan.Stages[^1].HoldbackPercent)} for as long as late effects may come; then remove the plan. "
        : "";

    private string Removal() => _facts.RemovalPlan is { } plan
        ? $"Remove the flag as planned: {plan}"
        : $"Remove the flag and the code of `{_facts.Plan.Baseline}`; the definition has no `removalPlan`.";

    private string Retry()
    {
        RolloutPlan plan = _facts.Plan;
        string subjects = plan.Restart == PlanRestart.NewBuckets ? "other subjects than before" : "the same subjects";
        int attempt = _facts.Attempt - _facts.EarlierAttempts;
        return attempt < plan.MaxAttempts
            ? string.Create(CultureInfo.InvariantCulture, $"Attempt {_facts.Attempt + 1}{(attempt < _facts.Attempt ? $", of this plan {attempt + 1}" : "")} of at most {plan.MaxAttempts} would have {subjects}.")
            : string.Create(CultureInfo.InvariantCulture, $"This was the last of {plan.MaxAttempts} attempts: raise `maxAttempts`, or remove the flag.");
    }
}
