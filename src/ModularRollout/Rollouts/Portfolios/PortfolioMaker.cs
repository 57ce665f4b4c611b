using ModularRollout.Definitions;
using ModularRollout.Rollouts.Control;

namespace ModularRollout.Rollouts.Portfolios;

/// <summary>Makes portfolios. Pure.</summary>
internal static class PortfolioMaker
{
    public static RolloutPortfolio Make(
        IReadOnlyList<RolloutProgress> rollouts, IEnumerable<FlagDefinition> flags, RolloutOptions options, TimeSpan expiringWithin, DateTimeOffset now)
    {
        List<RolloutProgress> backlog = [], completed = [];
        foreach (RolloutProgress rollout in rollouts)
        {
            bool isCompleted = rollout.Status == RolloutStatus.Completed;
            completed.AddRange(isCompleted ? [rollout] : []);
            backlog.AddRange(isCompleted && rollout.NextPlan is null ? [] : [rollout]);
        }

        backlog = BacklogOrder.Of(backlog);
        return new RolloutPortfolio(now)
        {
            Backlog = ItemsOf(backlog, rollouts),
            Completed = completed,
            Systems = LoadsOf(backlog, options),
            Removals = RemovalsOf(flags, completed, expiringWithin, now),
        };
    }

    private static PortfolioItem[] ItemsOf(List<RolloutProgress> backlog, IReadOnlyList<RolloutProgress> all)
    {
        var items = new PortfolioItem[backlog.Count];
        for (int i = 0; i < items.Length; i++)
        {
            RolloutProgress rollout = backlog[i];
            List<RolloutProgress> conflicts = backlog.FindAll(other => other != rollout && AreInConflict(rollout, other));
            items[i] = new PortfolioItem(rollout, i + 1)
            {
                WaitsFor = [.. WaitsOf(rollout, all)],
                ConflictsWith = conflicts.ConvertAll(static other => other.Flag),
                BlockedBy = conflicts.FindAll(BacklogOrder.IsExposed).ConvertAll(static other => other.Flag),
            };
        }

        return items;
    }

    private static IEnumerable<string> WaitsOf(RolloutProgress rollout, IReadOnlyList<RolloutProgress> all)
    {
        foreach (string flag in rollout.PlanToDo.After)
        {
            if (!HasCompleted(all, flag))
            {
                yield return flag;
            }
        }
    }

    private static bool HasCompleted(IReadOnlyList<RolloutProgress> all, string flag)
    {
        foreach (RolloutProgress rollout in all)
        {
            if (rollout.Flag == flag)
            {
                return rollout.HasCompleted;
            }
        }

        return false;
    }

    private static bool AreInConflict(RolloutProgress a, RolloutProgress b) => Names(a.PlanToDo.ConflictsWith, b.Flag) || Names(b.PlanToDo.ConflictsWith, a.Flag);

    private static SystemLoad[] LoadsOf(List<RolloutProgress> backlog, RolloutOptions options)
    {
        var systems = new SortedSet<string>(StringComparer.Ordinal);
        foreach (RolloutProgress rollout in backlog)
        {
            systems.UnionWith(rollout.Touches);
        }

        var loads = new List<SystemLoad>(systems.Count);
        foreach (string system in systems)
        {
            List<RolloutProgress> exposed = backlog.FindAll(rollout => BacklogOrder.IsExposed(rollout) && Names(rollout.Touches, system));
            decimal total = 0;
            exposed.ForEach(rollout => total += rollout.SharePercent);
            loads.Add(new SystemLoad(system, exposed.ConvertAll(static rollout => rollout.Flag), total)
            {
                MaxConcurrent = options.MaxConcurrentPerSystem,
                MaxTotalPercent = options.MaxTotalPercent,
            });
        }

        return [.. loads];
    }

    private static FlagRemoval[] RemovalsOf(IEnumerable<FlagDefinition> flags, List<RolloutProgress> completed, TimeSpan expiringWithin, DateTimeOffset now)
    {
        var removals = new List<FlagRemoval>();
        foreach (FlagDefinition flag in flags)
        {
            DateOnly? expires = flag.Expires;
            TimeSpan? left = expires?.ToDateTime(TimeOnly.MaxValue) - now.UtcDateTime;
            RolloutProgress? rollout = completed.Find(other => other.Flag == flag.Name && other.NextPlan is null);
            string? reason = left < TimeSpan.Zero ? $"It expired on {Sentences.Of(expires!.Value)}."
                : rollout is { Since: { } since } && !flag.IsPermanent ? $"Its rollout completed on {Sentences.Of(since)}."
                : left <= expiringWithin ? $"It expires on {Sentences.Of(expires!.Value)}."
                : null;
            if (reason is not null)
            {
                removals.Add(new FlagRemoval(flag.Name, reason) { Owner = flag.Owner, Expires = expires, RemovalPlan = flag.RemovalPlan });
            }
        }

        return [.. removals];
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
