using System.Text.Json;
using ModularRollout.Definitions.Plans;

namespace ModularRollout.Rollouts.Plans;

/// <summary>Reads the stages of a plan whose text was checked.</summary>
internal static class RolloutStageReader
{
    public static IReadOnlyList<RolloutStage> Read(JsonElement plan)
    {
        TimeSpan? window = plan.Duration("window");
        WindowEnd onWindowEnd = plan.Word("onWindowEnd", PlanGrammar.WindowEnds, WindowEnd.Hold);
        var stages = new List<RolloutStage>();
        foreach (JsonElement json in plan.GetProperty("stages").EnumerateArray())
        {
            stages.Add(new RolloutStage(json.Text("name")!, stages.Count)
            {
                Audience = json.Text("audience"),
                Percent = json.Decimal("percent"),
                HoldbackPercent = json.Decimal("holdbackPercent") ?? 0,
                Dwell = json.Duration("dwell") ?? TimeSpan.Zero,
                MinSubjects = json.Whole("minSubjects", 0),
                Approval = json.Member("approval") is { } approval ? new RolloutApproval(approval.Texts("from"), approval.Whole("count", 1)) : null,
                LastDrill = json.Duration("lastDrill"),
                Window = json.Duration("window") ?? window,
                OnWindowEnd = json.Word("onWindowEnd", PlanGrammar.WindowEnds, onWindowEnd),
            });
        }

        return stages.AsReadOnly();
    }
}
