using ModularRollout.Definitions;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>Says what adopting a changed definition does while an attempt runs. Pure.</summary>
internal static class AdoptRules
{
    public static RolloutStep Adopt(RolloutPlan locked, RolloutState state, FlagDefinition? definition, RolloutCommand command)
    {
        if (!state.IsExposed)
        {
            return RolloutStep.Wait($"Adopt is not possible: the rollout is {state.Status}, and nothing is locked.");
        }

        if (definition is null || RolloutPlan.Of(definition) is not { } plan)
        {
            return RolloutStep.Wait("The definition in force has no plan to adopt.");
        }

        if (definition.Json == state.Definition)
        {
            return RolloutStep.Wait("The definition in force is what is locked.");
        }

        if (plan.Candidate != locked.Candidate || plan.Baseline != locked.Baseline || plan.By != locked.By || plan.Restart != locked.Restart)
        {
            return RolloutStep.Wait("Candidate, baseline, `by` and `restart` cannot change while an attempt runs; roll back and start another attempt.");
        }

        return Follow(locked, plan, state, command);
    }

    private static RolloutStep Follow(RolloutPlan locked, RolloutPlan plan, RolloutState state, RolloutCommand command)
    {
        int stage = -1;
        for (int i = 0; state.Stage >= 0 && i < plan.Stages.Count; i++)
        {
            stage = plan.Stages[i].Name == locked.Stages[state.Stage].Name ? i : stage;
        }

        if (state.Stage >= 0 && stage != state.Stage)
        {
            return RolloutStep.Wait($"The plan in force has no stage `{locked.Stages[state.Stage].Name}` in place {state.Stage + 1}, which is exposed now.");
        }

        RolloutPosition to = state.Stage < 0 ? state.Position : state.Position.NewStretch();
        return RolloutStep.Make(RolloutEntryKind.Adopt, to, command.Reason, ChangedGuards.Between(locked, plan));
    }
}
