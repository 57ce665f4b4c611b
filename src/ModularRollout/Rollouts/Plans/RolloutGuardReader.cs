using System.Text.Json;
using ModularRollout.Definitions.Plans;

namespace ModularRollout.Rollouts.Plans;

/// <summary>Reads the guards of a plan whose text was checked.</summary>
internal static class RolloutGuardReader
{
    /// <summary>Reads the guards.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="onBreach">What happens at a limit where neither guard nor plan says it.</param>
    public static IReadOnlyList<RolloutGuard> Read(JsonElement plan, RolloutReaction onBreach)
    {
        onBreach = plan.Word("onBreach", PlanGrammar.Reactions, onBreach);
        var guards = new List<RolloutGuard>();
        if (plan.Member("guards") is not { } list)
        {
            return [];
        }

        foreach (JsonElement json in list.EnumerateArray())
        {
            GuardLimit limit = ReadLimit(json.GetProperty("noMoreThan"))!;
            guards.Add(new RolloutGuard(json.Text("name")!, guards.Count, ReadEvents(json.GetProperty("events")), limit)
            {
                Prove = json.Member("prove") is { } prove ? ReadLimit(prove) ?? DefaultProof(limit) : null,
                Per = json.Word("per", GuardGrammar.Per, GuardScope.Subject),
                OnBreach = json.Word("onBreach", PlanGrammar.Reactions, onBreach),
                IsDryRun = json.Member("dryRun") is { ValueKind: JsonValueKind.True },
            });
        }

        return guards.AsReadOnly();
    }

    private static GuardEvent ReadEvents(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            return new GuardEvent((GuardEventKind)Array.IndexOf(GuardGrammar.Events.All, json.GetString()!));
        }

        return json.Duration("slowerThan") is { } threshold
            ? new GuardEvent(GuardEventKind.SlowerThan, threshold)
            : new GuardEvent(GuardEventKind.Custom, name: json.Text("custom"));
    }

    private static GuardLimit DefaultProof(GuardLimit limit) => limit.IsComparison ? GuardLimit.OfBaseline(PlanLimits.ProvenRatio) : limit;

    private static GuardLimit? ReadLimit(JsonElement json)
    {
        if (json.Number(GuardGrammar.TimesBaseline) is { } ratio)
        {
            return GuardLimit.OfBaseline(ratio);
        }

        return json.Number(GuardGrammar.Rate) is { } rate ? GuardLimit.Of(rate) : null;
    }
}
