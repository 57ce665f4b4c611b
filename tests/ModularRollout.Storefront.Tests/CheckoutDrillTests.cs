using ModularRollout.Rollouts;
using ModularRollout.Testing;

namespace ModularRollout.Storefront.Tests;

/// <summary>
/// The rollout of the new checkout, rehearsed before it is needed: whoever edits the plan in <c>flags.json</c> learns here, not in production, whether it still takes a bad release back.
/// </summary>
public sealed class CheckoutDrillTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plan_AsItIs_PassesEveryScenario()
    {
        DrillReport report = await CheckoutPlan.Drill().NoMoreThan(exposedSubjects: 15_000, time: TimeSpan.FromHours(4)).RunAllAsync(Token);

        TestContext.Current.TestOutputHelper!.WriteLine(report.ToMarkdown());
        Assert.Empty(report.LeftOut);
        Assert.Equal(RolloutStatus.Completed, report.Results[0].Status);
    }

    [Fact]
    public async Task Plan_CandidateFailsAtAQuarter_IsRolledBackInTenMinutesAndRestoresEverybody()
    {
        RolloutDrill drill = CheckoutPlan.Drill().NoMoreThan(exposedSubjects: 1_500, time: TimeSpan.FromMinutes(10), extraFailures: 100);

        DrillResult result = await drill.RunAsync(DrillScenario.CandidateErrors(10, fromStage: "quarter"), Token);

        Assert.Equal((RolloutStatus.RolledBack, "errors"), (result.Status, result.StoppedBy));
        Assert.Equal(drill.Traffic.Subjects, result.SubjectsCompared);
    }

    /// <summary>Each guard earns its place: without it, something goes wrong that nobody stops.</summary>
    public static TheoryData<string, DrillScenario> Guards => new()
    {
        { "errors", DrillScenario.CandidateErrors(2, fromStage: "quarter") },
        { "latency", DrillScenario.CandidateSlow(2) },
        { "lost", DrillScenario.CandidateEvents("order-lost", 5) },
    };

    [Theory]
    [MemberData(nameof(Guards), DisableDiscoveryEnumeration = true)]
    public async Task Plan_WithoutTheGuard_FailsTheDrill(string guard, DrillScenario scenario)
    {
        DrillResult withGuard = await CheckoutPlan.Drill().RunAsync(scenario, Token);
        Assert.Equal(guard, withGuard.StoppedBy);

        DrillFailedException failure = await Assert.ThrowsAsync<DrillFailedException>(() => CheckoutPlan.DrillWithout(guard).RunAsync(scenario, Token));

        Assert.Contains("and the rollout completed: no guard stopped it.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_WithoutTheBudget_IsNoPlan()
    {
        DefinitionException refused = await Assert.ThrowsAsync<DefinitionException>(() => Task.Run(() => CheckoutPlan.DrillWithout("budget"), Token));

        Assert.Contains(refused.Diagnostics, static diagnostic => diagnostic.Path.Contains("stages[0]", StringComparison.Ordinal));
    }
}
