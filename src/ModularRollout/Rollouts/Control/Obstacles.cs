using System.Globalization;
using ModularRollout.Rollouts.Plans;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Rollouts.Control;

/// <summary>Says why exposure may not rise for reasons outside of a rollout: other rollouts, limits, freezes, the store.</summary>
internal static class Obstacles
{
    public static IReadOnlyList<string> Of(RolloutRun run, RolloutRun[] all, RolloutOptions options, IRolloutStore store, DateTimeOffset now)
    {
        var obstacles = new List<string>();
        AddStore(obstacles, run, options, store);
        foreach (RolloutFreeze freeze in options.Freezes)
        {
            if (freeze.Covers(now))
            {
                obstacles.Add($"There is a freeze until {Sentences.Of(freeze.To)}: {freeze.Reason}");
            }
        }

        if (run.StartPlan is { } plan)
        {
            AddOthers(obstacles, plan, all);
            AddLimits(obstacles, run, plan, all, options);
        }

        return obstacles;
    }

    private static void AddStore(List<string> obstacles, RolloutRun run, RolloutOptions options, IRolloutStore store)
    {
        if (!store.IsShared && !options.SingleProcess)
        {
            obstacles.Add("The rollouts' store is memory, which other processes do not see and a restart forgets: set SingleProcess, or use a FileRolloutStore.");
        }

        if (run.Keeper.IsAhead || run.Keeper.Error is not null)
        {
            obstacles.Add(run.Keeper.Error ?? "The store has not accepted yet what is in effect.");
        }

        if (run.Saved.ReadError is { } error && run.Watch is not null && run.Saved.TakenFor?.Watch != run.Watch)
        {
            obstacles.Add(error);
        }
    }

    private static void AddOthers(List<string> obstacles, RolloutPlan plan, RolloutRun[] all)
    {
        foreach (string flag in plan.After)
        {
            if (Array.Find(all, other => other.Flag == flag) is not { State.HasCompleted: true })
            {
                obstacles.Add($"It comes after the rollout of `{flag}`, which has not completed.");
            }
        }

        foreach (RolloutRun other in all)
        {
            if (other.Flag != plan.Flag && IsExposed(other) && (Names(plan.ConflictsWith, other.Flag) || Names(other.Plan?.ConflictsWith ?? [], plan.Flag)))
            {
                obstacles.Add($"It conflicts with the rollout of `{other.Flag}`, which is {other.State.Status}.");
            }
        }
    }

    private static void AddLimits(List<string> obstacles, RolloutRun run, RolloutPlan plan, RolloutRun[] all, RolloutOptions options)
    {
        decimal next = Exposures.PercentAt(plan, Math.Min((run.State.IsExposed ? run.State.Stage : -1) + 1, plan.Stages.Count - 1));
        foreach (string system in TouchesOf(run))
        {
            RolloutRun[] others = Array.FindAll(all, other => other != run && IsExposed(other) && Names(TouchesOf(other), system));
            if (options.MaxConcurrentPerSystem is { } most && others.Length >= most && !run.State.IsExposed)
            {
                obstacles.Add(string.Create(CultureInfo.InvariantCulture, $"System `{system}` is touched by {others.Length} rollouts already, and {most} are allowed."));
            }

            decimal total = next + SharesOf(others);
            if (options.MaxTotalPercent is { } limit && total > limit)
            {
                obstacles.Add($"The rollouts that touch system `{system}` would reach {Sentences.Of(total)} together, and {Sentences.Of(limit)} is allowed.");
            }
        }
    }

    private static IReadOnlyList<string> TouchesOf(RolloutRun run) => run.Definition?.Touches ?? [];

    /// <summary>Gets whether a rollout is exposed, or will be as soon as the store accepts.</summary>
    private static bool IsExposed(RolloutRun run) => run.State.IsExposed || run.Rising is { IsExposed: true };

    private static decimal PercentOfRising(RolloutRun run, RolloutPlan plan) => run.Rising is { IsExposed: true } rising ? Exposures.PercentOf(plan, rising) : 0;

    private static decimal SharesOf(RolloutRun[] runs)
    {
        decimal sum = 0;
        foreach (RolloutRun run in runs)
        {
            sum += run.Plan is null ? 0 : Math.Max(run.State.IsExposed ? Exposures.PercentOf(run.Plan, run.State) : 0, PercentOfRising(run, run.StartPlan!));
        }

        return sum;
    }

    private static bool Names(IReadOnlyList<string> names, string name)
    {
        foreach (string known in names)
        {
            if (known == name)
            {
                return true;
            }
        }

        return false;
    }
}
