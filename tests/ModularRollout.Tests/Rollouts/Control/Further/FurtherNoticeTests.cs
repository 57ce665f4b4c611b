using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Telemetry;

namespace ModularRollout.Tests.Rollouts.Control.Further;

public sealed class FurtherNoticeTests
{
    [Fact]
    public void Notice_StartAfterCompletion_NamesTheStagesOfEachPlan()
    {
        Situation situation = Situation.Completed();
        situation.WithNext("on", "off", """{ "name": "canary", "percent": 1 }, { "name": "all", "percent": 100 }""");
        situation.Definition = situation.NextDefinition!;
        situation.Append(RolloutEntryKind.Start, default(RolloutPosition).Running(0));

        var notice = new RolloutTransitionNotice(situation.Plan, situation.Journal[^1]);

        Assert.Equal(("full", "canary"), (notice.FromStage, notice.ToStage));
    }
}
