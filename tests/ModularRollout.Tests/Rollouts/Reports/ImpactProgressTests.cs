using ModularRollout.Rollouts.Reports;
using ModularRollout.Tests.Rollouts.Control;

namespace ModularRollout.Tests.Rollouts.Reports;

/// <summary>What a running rollout says by the values of attributes.</summary>
public sealed class ImpactProgressTests
{
    [Fact]
    public async Task Progress_PlanThatReportsBy_TellsTheValuesApart()
    {
        await using Shop shop = await Shop.OpenAsync(Shop.Plan(more: """ "reportBy": ["country", "region"] """), static options => options.WithAmbient("region", "eu"));
        shop.SubjectOf = static shopper => A.Subject("shopper-" + shopper, "country", shopper % 4 == 0 ? "AT" : "CH");
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        await shop.TradeAsync(TimeSpan.FromMinutes(3));

        IReadOnlyList<AttributeImpact> impact = shop.Progress.Impact;

        Assert.Equal(["country: CH, AT", "region: eu"], impact.Select(static one => $"{one.Attribute}: {string.Join(", ", one.Values.Select(static value => value.Value))}"));
        Assert.All(impact, one => Assert.Equal(shop.Progress.CandidateOutcomes, one.Values.Sum(static value => value.Candidate.Outcomes)));
        Assert.All(impact, one => Assert.Equal(shop.Progress.BaselineOutcomes, one.Values.Sum(static value => value.Baseline.Outcomes)));
        Assert.InRange(impact[0].Values[0].Candidate.MeanDuration.TotalMilliseconds, 99, 100);
    }

    [Fact]
    public async Task Progress_PlanThatDoesNot_SaysNothing()
    {
        await using Shop shop = await Shop.OpenAsync();
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        await shop.TradeAsync(TimeSpan.FromMinutes(2));

        Assert.Empty(shop.Progress.Impact);
    }

    [Fact]
    public async Task Explain_PlanThatReportsBy_DecidesAsTheGateDoes()
    {
        await using Shop shop = await Shop.OpenAsync(Shop.Plan(more: """ "reportBy": ["country"] """));
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");

        for (int i = 0; i < 100; i++)
        {
            EvaluationContext subject = A.Subject("shopper-" + i, "country", "CH");
            Decision explained = shop.Gate.Explain(Shop.Flag, subject).Decision;
            Decision decided = shop.Gate.Decide(Shop.Flag, subject);
            Assert.Equal((decided.Variant, decided.Arm, decided.Bucket), (explained.Variant, explained.Arm, explained.Bucket));
        }
    }
}
