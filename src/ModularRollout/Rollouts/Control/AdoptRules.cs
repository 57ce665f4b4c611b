using ModularRollout.Definitions;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>Says what adopting a changed definition does while an attempt runs: it may lower what is exposed now, or change what comes later. Pure.</summary>
internal static class AdoptRules
{
    public static RolloutStep Adopt(RolloutPlan locked, RolloutState state, FlagDefinition? definition, RolloutCommand command)
    {
        if (!state.IsExposed || state.IsComplete)
        {
            string why = !state.IsLocked ? "and nothing is locked" : $"and goes no further; restart under a plan that goes on from `{locked.Candidate}`, remove the plan, or roll back";
            return RolloutStep.Wait($"Adopt is not possible: the rollout is {state.Status}, {why}.");
        }

        if (definition is null || RolloutPlan.Of(definition) is not { } plan)
        {
            return RolloutStep.Wait("The definition in force has no plan to adopt.");
        }

        if (definition.Json == state.Definition)
        {
            return RolloutStep.Wait("The definition in force is what is locked.");
        }

        if ((WhyNot(locked, plan) ?? WhyNotNow(locked, plan, state)) is { } sentence)
        {
            return RolloutStep.Wait(sentence);
        }

        RolloutPosition to = state.Stage < 0 ? state.Position : state.Position.NewStretch();
        return RolloutStep.Make(RolloutEntryKind.Adopt, to, command.Reason, ChangedGuards.Between(locked, plan));
    }

    private static string? WhyNot(RolloutPlan locked, RolloutPlan plan) =>
        plan.Candidate != locked.Candidate || plan.Baseline != locked.Baseline || plan.By != locked.By || plan.Restart != locked.Restart
            ? "Candidate, baseline, `by` and `restart` cannot change while an attempt runs; roll back and start another attempt."
            : null;

    private static string? WhyNotNow(RolloutPlan locked, RolloutPlan plan, RolloutState state)
    {
        if (state.Stage < 0)
        {
            return null;
        }

        string name = locked.Stages[state.Stage].Name;
        if (state.Stage >= plan.Stages.Count || plan.Stages[state.Stage].Name != name)
        {
            return $"The plan in force has no stage `{name}` in place {state.Stage + 1}, which is exposed now.";
        }

        if (RaisedTo(locked, plan, state.Stage) is { } raised)
        {
            return $"The plan in force would expose {raised} in stage `{name}`, which is more than now; raise exposure in a later stage.";
        }

        return Positions.HasRoom(plan, state) ? null : Sentences.NoRoom;
    }

    /// <summary>Says what more a plan would expose at once: that takes all that advancing takes.</summary>
    private static string? RaisedTo(RolloutPlan locked, RolloutPlan plan, int stage)
    {
        decimal percent = Exposures.PercentAt(plan, stage);
        if (percent > Exposures.PercentAt(locked, stage))
        {
            return Sentences.Of(percent);
        }

        string[] known = Exposures.AudiencesOf(locked, stage);
        return Array.Find(Exposures.AudiencesOf(plan, stage), audience => !known.AsSpan().Contains(audience)) is { } more ? $"audience `{more}`" : null;
    }
}
