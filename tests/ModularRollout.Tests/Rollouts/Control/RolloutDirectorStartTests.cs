using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>How an attempt starts: by hand, by the plan, with an approval or not at all.</summary>
public sealed class RolloutDirectorStartTests
{
    [Theory]
    [InlineData("manual", "waits: An operator starts it.")]
    [InlineData("onPublish", "Start: The plan starts when it is published.")]
    [InlineData("2026-03-02T12:00:00Z", "Schedule: The plan starts at 2026-03-02 12:00:00Z.")]
    public void Decide_Draft_StartsAsThePlanSays(string start, string expected)
    {
        RolloutStep step = new Situation(more: $"\"start\": \"{start}\"").Decide();

        Assert.Equal(expected, step.Move is { } move ? $"{move.Kind}: {move.Reason}" : "waits: " + step.Waits.Single());
    }

    [Fact]
    public void Decide_Scheduled_StartsWhenItsInstantHasComeAndNothingIsInTheWay()
    {
        var situation = new Situation(more: "\"start\": \"2026-03-02T12:00:00Z\"");
        situation.Make(situation.Decide());
        Assert.Equal((RolloutStatus.Scheduled, new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero)), (situation.State.Status, situation.State.StartAt));
        Assert.Equal(["It starts at 2026-03-02 12:00:00Z."], situation.Decide().Waits);

        situation.Now = situation.Now.AddHours(2);
        Assert.Equal(RolloutEntryKind.Start, situation.Decide().Move?.Kind);
        Assert.Equal(["Blocked."], situation.With(static evidence => evidence with { Obstacles = ["Blocked."] }).Decide().Waits);
    }

    [Theory]
    [InlineData("manual", null)]
    [InlineData("onPublish", RolloutEntryKind.Start)]
    [InlineData("2026-03-03T12:00:00Z", RolloutEntryKind.Schedule)]
    public void Decide_ScheduledAndThePlanHasChanged_FollowsThePlan(string start, RolloutEntryKind? expected)
    {
        var situation = new Situation(more: "\"start\": \"2026-03-02T12:00:00Z\"");
        situation.Make(situation.Decide());
        situation.Now = situation.Now.AddHours(2);

        situation.Plan = new Situation(more: $"\"start\": \"{start}\"").Plan;

        Assert.Equal(expected, situation.Decide().Move?.Kind);
    }

    [Theory]
    [InlineData("2026-03-01", true)]
    [InlineData("2026-03-02", false)]
    public void Decide_FlagHasOutlivedItsLastDay_ExpiresBeforeTheStart(string expires, bool isExpired)
    {
        DateOnly last = DateOnly.Parse(expires, System.Globalization.CultureInfo.InvariantCulture);
        foreach (string start in (string[])["onPublish", "2026-03-02T10:00:00Z"])
        {
            var situation = new Situation(more: $"\"start\": \"{start}\"");
            situation.Evidence = new RolloutEvidence { Expires = last };
            Assert.Equal(isExpired, situation.Decide().Move?.Kind == RolloutEntryKind.Expire);
            situation.Append(RolloutEntryKind.Schedule, situation.State.Position.As(RolloutStatus.Scheduled), detail: "2026-03-02T10:00:00Z");
            Assert.Equal(isExpired ? RolloutEntryKind.Expire : RolloutEntryKind.Start, situation.Decide().Move?.Kind);
        }

        Assert.Equal(RolloutEntryKind.Advance, Situation.At(0).With(evidence => evidence with { Expires = last }).Decide().Move?.Kind);
    }

    [Fact]
    public void Decide_FirstStageNeedsApproval_ExposesNothingBeforeIt()
    {
        var situation = new Situation("""{ "name": "half", "percent": 50, "approval": { "from": ["product"] } }, { "name": "full", "percent": 100 }""", "\"start\": \"onPublish\"");
        situation.Make(situation.Decide());

        Assert.Equal((RolloutStatus.AwaitingApproval, -1, 1), (situation.State.Status, situation.State.Stage, situation.State.Attempt));
        Assert.Null(Exposures.Of(situation.Plan, situation.State, null));
        Assert.Equal(["Stage `half` waits for 1 more approval from product."], situation.Decide().Waits);

        situation.Make(situation.Give(RolloutCommandKind.Approve, "ada", "product"), "ada");
        RolloutStep step = situation.Decide();
        Assert.Equal((RolloutEntryKind.Advance, 0, 0), (step.Move?.Kind, step.Move!.To.Stage, step.Move.To.Stretch));
        Assert.Equal("Stage `half` is approved. It exposes 50 %.", step.Move.Reason);
        Assert.Null(situation.With(static evidence => evidence with { Obstacles = ["There is a freeze."] }).Decide().Move);
    }

    [Fact]
    public void Decide_NotLookedAtSinceTheStart_Waits()
    {
        Situation situation = Situation.At(0);
        situation.Evidence = new RolloutEvidence();

        Assert.Equal([Sentences.NotLookedAt], situation.Decide().Waits);
    }
}
