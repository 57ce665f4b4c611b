using ModularRollout.Rollouts;

namespace ModularRollout.Testing.Tests;

public sealed class RolloutDrillTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAll_RealisticPlan_PassesInEveryScenario()
    {
        DrillReport report = await Checkout.Drill().RunAllAsync(Token);

        TestContext.Current.TestOutputHelper!.WriteLine(report.ToMarkdown());
        Assert.Equal(
            [
                ("healthy", RolloutStatus.Completed, null), ("errors x2", RolloutStatus.RolledBack, "errors"), ("errors x5", RolloutStatus.RolledBack, "errors"),
                ("errors x10", RolloutStatus.RolledBack, "errors"), ("errors x5 from half", RolloutStatus.RolledBack, "errors"), ("slow x2", RolloutStatus.RolledBack, "latency"),
                ("order-lost x5", RolloutStatus.RolledBack, "orders"), ("metrics outage", RolloutStatus.Completed, null), ("controller crash", RolloutStatus.Completed, null),
                ("crash in rollback", RolloutStatus.RolledBack, "errors"), ("torn journal", RolloutStatus.Completed, null), ("altered journal", RolloutStatus.Draft, (string?)null),
                ("clock jumps", RolloutStatus.Completed, null),
            ],
            report.Results.Select(static result => (result.Scenario.Name, result.Status, result.StoppedBy)));
    }

    [Fact]
    public async Task Run_GuardRemovedFromThePlan_FailsAndSaysThatNobodyStoppedTheCandidate()
    {
        RolloutDrill drill = Checkout.Drill(guards: """{ "name": "slowest", "events": { "slowerThan": "2s" }, "noMoreThan": { "rate": 0.01 } }""");

        DrillFailedException failure = await Assert.ThrowsAsync<DrillFailedException>(() => drill.RunAsync(DrillScenario.CandidateErrors(5), Token));

        Assert.Contains(
            "The candidate fails 5 times as often as the baseline from stage `canary` on, and the rollout completed: no guard stopped it. The plan's guards are `slowest`.",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Equal(RolloutStatus.Completed, failure.Report.Results.Single().Status);
    }
}
