using System.Collections.Immutable;
using System.Text.Json;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>The guards that an adopted plan changes: their evidence starts anew, that of all others goes on.</summary>
internal static class ChangedGuards
{
    /// <summary>Names the guards of a plan that are new, or that judge otherwise than before, as a JSON array: the detail of an adoption.</summary>
    public static string Between(RolloutPlan before, RolloutPlan after)
    {
        var changed = new List<string>();
        foreach (RolloutGuard guard in after.Guards)
        {
            if (!Exists(before, guard))
            {
                changed.Add(guard.Name);
            }
        }

        return "[" + string.Join(',', changed.ConvertAll(static name => $"\"{JsonEncodedText.Encode(name)}\"")) + "]";
    }

    public static ImmutableSortedDictionary<string, int> Since(ImmutableSortedDictionary<string, int> since, RolloutJournalEntry adoption)
    {
        using JsonDocument names = JsonDocument.Parse(adoption.Detail ?? "[]");
        foreach (JsonElement name in names.RootElement.EnumerateArray())
        {
            since = since.SetItem(name.GetString()!, adoption.To.Stretch);
        }

        return since;
    }

    private static bool Exists(RolloutPlan plan, RolloutGuard guard)
    {
        foreach (RolloutGuard known in plan.Guards)
        {
            if (known.Name == guard.Name)
            {
                return known.Events.Kind == guard.Events.Kind && known.Events.Threshold == guard.Events.Threshold && known.Events.Name == guard.Events.Name
                    && known.NoMoreThan.TimesBaseline == guard.NoMoreThan.TimesBaseline && known.NoMoreThan.Rate == guard.NoMoreThan.Rate && known.Per == guard.Per;
            }
        }

        return false;
    }
}
