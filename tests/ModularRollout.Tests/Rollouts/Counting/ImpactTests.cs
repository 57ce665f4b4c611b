using System.Globalization;
using FsCheck.Xunit;
using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Reports;

namespace ModularRollout.Tests.Rollouts.Counting;

/// <summary>Outcomes by the values of attributes.</summary>
public sealed class ImpactTests
{
    [Property(MaxTest = 60)]
    public void Impact_AnyOutcomes_AddsUpToTheTotalsInEveryAttribute(EvidenceMergeTests.Happening[] happenings)
    {
        Tally tally = EvidenceMergeTests.Instance("one");
        Array.ForEach(happenings, happening => happening.Report(tally));
        tally.SettleAll();
        EvidenceTotals totals = tally.Totals;

        for (int stage = 0; stage < 5; stage++)
        {
            StageTotals expected = totals.Of(stage);
            EventTotals failures = totals.Events(Tally.Errors, stage)[0];
            foreach (AttributeImpact impact in totals.Impact(stage, Tally.Plan.ReportBy))
            {
                Assert.Equal((expected.Candidate.Outcomes, failures.Candidate), Sum(impact, static value => value.Candidate));
                Assert.Equal((expected.Baseline.Outcomes, failures.Baseline), Sum(impact, static value => value.Baseline));
                Assert.Equal((expected.Ring.Outcomes, failures.Ring), Sum(impact, static value => value.Ring));
            }
        }
    }

    [Fact]
    public void Impact_TwoCountries_TellsThemApartByArm()
    {
        var tally = new Tally();
        tally.Open(1, 50);
        tally.Subject = A.Subject("u", "country", "CH");
        tally.Success(1, Tally.At(.1), 100);
        tally.Failure(1, Tally.At(.2), 300);
        tally.Success(1, Tally.At(.9), 50);
        tally.Subject = A.Subject("u", "country", "AT");
        tally.Failure(1, Tally.At(.8), 20);
        tally.Subject = default;
        tally.Ring(1, Tally.At(.3));
        tally.SettleAll();

        AttributeImpact impact = tally.Totals.Impact(1, ["country"]).Single();

        Assert.Equal("country", impact.Attribute);
        Assert.Equal(
            ["country=CH: candidate 1/2 200 ms, baseline 0/1 50 ms, ring 0/0 0 ms", "country=AT: candidate 0/0 0 ms, baseline 1/1 20 ms, ring 0/0 0 ms", "country=(none): candidate 0/0 0 ms, baseline 0/0 0 ms, ring 0/1 1 ms"],
            TextOf(impact));
        Assert.InRange(.5, impact.Values[0].Candidate.FailureRate(.05).Lower, impact.Values[0].Candidate.FailureRate(.05).Upper);
    }

    [Fact]
    public void Impact_NotSettled_IsNotThereYet()
    {
        var tally = new Tally();
        tally.Open(1, 50);
        tally.Success(1, Tally.At(.1));
        Assert.Empty(tally.Totals.Impact(1, ["country"]).Single().Values);

        tally.SettleAll();

        Assert.Equal("(none)", tally.Totals.Impact(1, ["country"]).Single().Values.Single().Value);
    }

    [Fact]
    public void Impact_InstancesWithOtherValues_KeepsThoseWithMostOutcomes()
    {
        var first = new Tally("first");
        var second = new Tally("second");
        foreach ((Tally tally, int from) in new[] { (first, 0), (second, 15) })
        {
            tally.Open(1, 50);
            for (int i = from; i < from + 20; i++)
            {
                tally.Subject = A.Subject("u", "country", "c" + i);
                for (int n = 0; n <= i; n++)
                {
                    tally.Success(1, Tally.At(.1));
                }
            }

            tally.SettleAll();
        }

        EvidenceTotals totals = first.Counts.Look(second.Counts.Save());
        AttributeImpact impact = totals.Impact(1, ["country"]).Single();

        Assert.Equal(21, impact.Values.Count);
        Assert.Equal("(other)", impact.Values[^1].Value);
        Assert.Equal(totals.Of(1).Candidate.Outcomes, impact.Values.Sum(static value => value.Candidate.Outcomes));
        Assert.Equal(Enumerable.Range(0, 15).Sum(static i => i + 1), impact.Values[^1].Candidate.Outcomes);
    }

    [Fact]
    public void Impact_AfterARestart_TellsTheSameValuesApart()
    {
        var tally = new Tally();
        tally.Open(1, 50);
        for (int i = 0; i < 20; i++)
        {
            tally.Subject = A.Subject("u", "country", "c" + i);
            tally.Success(1, Tally.At(.1));
        }

        tally.SettleAll();
        Tally restored = tally.Restored();
        restored.Subject = A.Subject("u", "country", "new");
        restored.Success(1, Tally.At(.1));
        restored.Subject = A.Subject("u", "country", "c7");
        restored.Success(1, Tally.At(.1));
        restored.SettleAll();

        IReadOnlyList<ValueImpact> values = restored.Totals.Impact(1, ["country"]).Single().Values;

        Assert.Equal(("c7", 2L), (values[0].Value, values[0].Candidate.Outcomes));
        Assert.Equal(("(other)", 1L), (values[^1].Value, values[^1].Candidate.Outcomes));
    }

    internal static IEnumerable<string> TextOf(AttributeImpact impact) => impact.Values.Select(value =>
        $"{impact.Attribute}={value.Value}: candidate {TextOf(value.Candidate)}, baseline {TextOf(value.Baseline)}, ring {TextOf(value.Ring)}");

    private static string TextOf(ArmImpact arm) => string.Create(CultureInfo.InvariantCulture, $"{arm.Failures}/{arm.Outcomes} {arm.MeanDuration.TotalMilliseconds} ms");

    private static (long Outcomes, long Failures) Sum(AttributeImpact impact, Func<ValueImpact, ArmImpact> arm) =>
        (impact.Values.Sum(value => arm(value).Outcomes), impact.Values.Sum(value => arm(value).Failures));
}
