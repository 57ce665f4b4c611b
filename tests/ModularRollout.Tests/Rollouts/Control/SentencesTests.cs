using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control;

public sealed class SentencesTests
{
    [Theory]
    [InlineData(0, "0s")]
    [InlineData(9_000_000, "15m")]
    [InlineData(5, "0s")]
    [InlineData(10_000 * 250L, "250ms")]
    [InlineData(10_000_000 * 61L, "1m 1s")]
    [InlineData(10_000_000 * 3600L, "1h")]
    [InlineData(10_000_000 * 3601L, "1h")]
    [InlineData(10_000_000 * (90_000L + 60), "1d 1h")]
    [InlineData(10_000_000 * 86_400L * 400, "400d")]
    public void Of_Duration_SaysItsTwoLargestUnits(long ticks, string expected)
    {
        Assert.Equal(expected, Sentences.Of(ticks == 9_000_000 ? TimeSpan.FromMinutes(15) : new TimeSpan(ticks)));
    }

    [Theory]
    [InlineData("0.5", "0.5 %")]
    [InlineData("100", "100 %")]
    [InlineData("33.333333", "33.333333 %")]
    public void Of_Percent_HasNoMoreDigitsThanItNeeds(string percent, string expected)
    {
        Assert.Equal(expected, Sentences.Of(decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData(RolloutHoldReason.Breach, "It holds because guard `orders` breached; acknowledge it, then resume, or roll back.")]
    [InlineData(RolloutHoldReason.Blind, "It holds because nobody knew how the candidate does; resume it.")]
    [InlineData(RolloutHoldReason.WindowEnded, "It holds because the stage's window is over; resume it for another window.")]
    [InlineData(RolloutHoldReason.FlagDeleted, "It holds because the flag's definition, or its plan, is gone; publish it again and resume, or roll back.")]
    [InlineData(RolloutHoldReason.Paused, "An operator paused it.")]
    public void OfHold_EachReason_SaysWhatToDo(RolloutHoldReason reason, string expected)
    {
        Situation situation = Situation.At(0).Holding(reason, reason == RolloutHoldReason.Breach ? "orders" : null).WithGoodEvidence();

        Assert.Equal([expected], situation.Decide().Waits);
    }

    [Fact]
    public void OfHold_BreachIsAcknowledged_SaysToResume()
    {
        Situation situation = Situation.At(0).Holding(RolloutHoldReason.Breach, "orders");
        situation.Append(RolloutEntryKind.Acknowledge, situation.State.Position.NewStretch(), detail: "orders").WithGoodEvidence();

        Assert.Equal(["It holds because guard `orders` breached, which is acknowledged; resume it, or roll back."], situation.Decide().Waits);
    }

    [Fact]
    public void OfAdvance_NextIsARing_NamesItsAudience()
    {
        Situation situation = Situation.At(0, """{ "name": "tenth", "percent": 10 }, { "name": "testers", "audience": "testers" }, { "name": "half", "percent": 50 }""", guards: """{ "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.01 } }""");

        Assert.Equal("Stage `tenth` met all its conditions. Stage `testers` exposes audience `testers`.", situation.Decide().Move?.Reason);
    }

    [Fact]
    public void OfCompletion_NoHoldback_SaysEverybody()
    {
        Assert.Equal("Stage `all` met all its conditions. Everybody gets the candidate.", Situation.At(0, """{ "name": "all", "percent": 50 }""").Decide().Move?.Reason);
    }
}
