using System.Diagnostics;
using ModularRollout.Rollouts;
using ModularRollout.Tests.Rollouts.Control;

namespace ModularRollout.Tests.Rollouts.Telemetry;

[Collection(ProcessWide.Name)]
public sealed class RolloutActivityTests
{
    [Fact]
    public async Task Transition_HealthyWalk_IsAnActivityEach()
    {
        using var probe = new RolloutActivityProbe("activity.walk");
        await using Shop shop = await OpenAsync("activity.walk");

        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);
        await shop.TradeAsync(TimeSpan.FromMinutes(20));
        await shop.Rollouts.Telemetry.Shown;

        Assert.Equal(["start", "advance", "complete"], probe.All.Select(static activity => activity.GetTagItem("modular_rollout.transition.kind")));
        Assert.All(probe.All, static activity => Assert.Equal((ActivityKind.Internal, ActivityStatusCode.Unset), (activity.Kind, activity.Status)));
        Assert.All(probe.All, static activity => Assert.InRange(activity.Duration, TimeSpan.Zero, TimeSpan.FromTicks(1)));
    }

    [Fact]
    public async Task Transition_Advance_SaysEverything()
    {
        using var probe = new RolloutActivityProbe("activity.advance");
        await using Shop shop = await OpenAsync("activity.advance");
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);

        await shop.Rollouts.AdvanceAsync(Shop.Flag, "bob", "all is well", TestContext.Current.CancellationToken);
        await shop.Rollouts.Telemetry.Shown;

        Activity advance = probe.All.Last();
        Assert.Equal("modular_rollout.transition", advance.OperationName);
        Assert.Equal(shop.Clock.GetUtcNow().UtcDateTime, advance.StartTimeUtc);
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["feature_flag.key"] = Shop.Flag,
                ["feature_flag.set.id"] = "activity.advance",
                ["modular_rollout.transition.kind"] = "advance",
                ["modular_rollout.attempt"] = 1,
                ["modular_rollout.from.status"] = "running",
                ["modular_rollout.from.stage"] = "quarter",
                ["modular_rollout.to.status"] = "running",
                ["modular_rollout.to.stage"] = "full",
                ["modular_rollout.actor"] = "bob",
                ["modular_rollout.reason"] = "all is well",
            },
            advance.TagObjects.ToDictionary());
    }

    [Fact]
    public async Task Transition_BreachThatHolds_NamesGuardAndHoldReason()
    {
        using var probe = new RolloutActivityProbe("activity.hold");
        await using Shop shop = await OpenAsync("activity.hold", Shop.Plan(more: "\"onBreach\": \"hold\""));
        shop.FailureRate = (.01, .10);

        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);
        await shop.TradeAsync(TimeSpan.FromMinutes(20));
        await shop.Rollouts.Telemetry.Shown;

        Activity hold = Assert.Single(probe.All, static activity => Equals(activity.GetTagItem("modular_rollout.transition.kind"), "hold"));
        Assert.Equal(
            ("errors", "breach", "holding", "rollout"),
            (hold.GetTagItem("modular_rollout.guard"), hold.GetTagItem("modular_rollout.hold_reason"), hold.GetTagItem("modular_rollout.to.status"), hold.GetTagItem("modular_rollout.actor")));
    }

    [Fact]
    public async Task Command_WithinAnActivity_ShowsTheTransitionBelowIt()
    {
        using var probe = new RolloutActivityProbe("activity.parent");
        await using Shop shop = await OpenAsync("activity.parent");

        using Activity work = probe.Start();
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);
        await shop.Rollouts.RollBackAsync(Shop.Flag, "ada", "no", TestContext.Current.CancellationToken);
        await shop.Rollouts.Telemetry.Shown;

        Assert.Equal(2, probe.All.Count);
        Assert.All(probe.All, activity => Assert.Equal(work.SpanId, activity.ParentSpanId));
        Assert.Same(work, Activity.Current);
    }

    [Fact]
    public async Task Command_Refused_IsAnActivityWithTheSentence()
    {
        using var probe = new RolloutActivityProbe("activity.refused");
        await using Shop shop = await OpenAsync("activity.refused");

        RolloutCommandResult result = await shop.Rollouts.ResumeAsync(Shop.Flag, "ada", "go on", TestContext.Current.CancellationToken);
        await shop.Rollouts.Telemetry.Shown;

        Activity refusal = Assert.Single(probe.All);
        Assert.Equal(("modular_rollout.refusal", ActivityStatusCode.Error, result.Sentence), (refusal.OperationName, refusal.Status, refusal.StatusDescription));
        Assert.Equal(("resume", "ada", result.Sentence), (refusal.GetTagItem("modular_rollout.command"), refusal.GetTagItem("modular_rollout.actor"), refusal.GetTagItem("modular_rollout.reason")));
    }

    [Fact]
    public async Task Transition_ListenerThrows_BreaksNothingAndShowsTheNext()
    {
        using var probe = new RolloutActivityProbe("activity.throws", static _ => throw new InvalidOperationException("no room"));
        await using Shop shop = await OpenAsync("activity.throws");

        RolloutCommandResult started = await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);
        RolloutCommandResult back = await shop.Rollouts.RollBackAsync(Shop.Flag, "ada", "no", TestContext.Current.CancellationToken);
        await shop.Rollouts.Telemetry.Shown;

        Assert.True(started.IsAccepted && back.IsAccepted && back.IsJournalled);
        Assert.Equal(2, probe.All.Count);
    }

    [Fact]
    public async Task Transition_ListenerHangs_IsInNobodysWay()
    {
        using var release = new ManualResetEventSlim();
        using var probe = new RolloutActivityProbe("activity.hangs", _ => release.Wait());
        await using Shop shop = await OpenAsync("activity.hangs");
        shop.FailureRate = (.01, .10);

        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);
        await shop.TradeAsync(TimeSpan.FromMinutes(20));

        Assert.Equal(RolloutStatus.RolledBack, shop.Progress.Status);
        release.Set();
        await Eventually.Within(shop.Rollouts.Telemetry.Shown);
        Assert.Equal(["start", "roll_back"], probe.All.Select(static activity => activity.GetTagItem("modular_rollout.transition.kind")));
    }

    private static Task<Shop> OpenAsync(string setId, string? plan = null) => Shop.OpenAsync(plan, options => options.Telemetry.SetId = setId);
}
