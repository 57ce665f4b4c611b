using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Plans;
using ModularRollout.Rollouts.Portfolios;

namespace ModularRollout.Tests.Rollouts.Portfolios;

public sealed class BacklogOrderTests
{
    [Property(MaxTest = 300)]
    public Property Of_AnyGraphWithoutCircles_RespectsAfter() => Prop.ForAll(Graphs().ToArbitrary(), static rollouts =>
    {
        List<string> order = BacklogOrder.Of(rollouts).ConvertAll(static rollout => rollout.Flag);
        bool isComplete = order.Order().SequenceEqual(rollouts.Select(static rollout => rollout.Flag).Order());
        return isComplete && rollouts.All(rollout => rollout.Plan.After.All(before => order.IndexOf(before) < order.IndexOf(rollout.Flag)));
    });

    [Property(MaxTest = 300)]
    public Property Of_AnyGraph_DoesNotDependOnTheOrderGiven() => Prop.ForAll(Graphs().ToArbitrary(), static rollouts =>
        BacklogOrder.Of(rollouts).SequenceEqual(BacklogOrder.Of([.. rollouts.Reverse()])));

    [Property(MaxTest = 300)]
    public Property Of_AnyGraph_ComesToAnEndAlsoWithCircles() => Prop.ForAll(Graphs(hasCircles: true).ToArbitrary(), static rollouts =>
        BacklogOrder.Of(rollouts).Select(static rollout => rollout.Flag).Order().SequenceEqual(rollouts.Select(static rollout => rollout.Flag).Order()));

    [Fact]
    public void Of_NoReferences_PutsWhatIsExposedFirst()
    {
        RolloutProgress[] rollouts = [
            Rollout("a", RolloutStatus.RolledBack), Rollout("b", RolloutStatus.Draft), Rollout("c", RolloutStatus.Scheduled), Rollout("d", RolloutStatus.Holding), Rollout("e", RolloutStatus.Running)];

        Assert.Equal(["d", "e", "c", "b", "a"], BacklogOrder.Of(rollouts).Select(static rollout => rollout.Flag));
    }

    [Fact]
    public void Of_AfterAFlagThatIsNotThere_DoesNotMatter() => Assert.Equal(["a", "b"], BacklogOrder.Of([Rollout("b", RolloutStatus.Draft), Rollout("a", RolloutStatus.Draft, "gone", "gone")]).Select(static rollout => rollout.Flag));

    [Fact]
    public void Of_LongChain_NeedsNoStack()
    {
        RolloutProgress[] chain = [.. Enumerable.Range(0, 20_000).Select(static i => Rollout($"f{i:D5}", RolloutStatus.Draft, $"f{i + 1:D5}"))];

        Assert.Equal(chain.Reverse(), BacklogOrder.Of(chain));
    }

    internal static RolloutProgress Rollout(string flag, RolloutStatus status, params string[] after) => new(new RolloutPlan(flag, "") { After = after }) { Status = status };

    /// <summary>Gets rollouts of which each comes after some of those with a smaller number; with circles, after any.</summary>
    private static Gen<RolloutProgress[]> Graphs(bool hasCircles = false) =>
        from count in Gen.Choose(0, 12)
        from names in Gen.Shuffle(Enumerable.Range(0, count).Select(static i => $"flag-{i}").ToArray())
        from edges in Gen.Choose(0, 3).ListOf(count * count)
        from status in Gen.Elements(RolloutStatus.Draft, RolloutStatus.Scheduled, RolloutStatus.Running, RolloutStatus.RolledBack).ListOf(count)
        select Enumerable.Range(0, count).Select(i => Rollout(
            names[i], status[i], [.. Enumerable.Range(0, hasCircles ? count : i).Where(j => edges[(i * count) + j] == 0).Select(j => names[j])])).ToArray();
}
