using ModularRollout.Rollouts.Telemetry;

namespace ModularRollout.Tests.Rollouts.Telemetry;

public sealed class SentenceShapeTests
{
    [Theory]
    [InlineData("It has been healthy for 59s of 5m.", "It has been healthy for 1m 10s of 5m.")]
    [InlineData("Closed until 2026-03-02 09:00:00Z.", "Closed until 2026-03-03 07:00:00Z.")]
    [InlineData("log E is -0.31 (3 of 40)", "log E is 2.5 (17 of 4000)")]
    public void Of_OtherFigures_IsTheSame(string one, string other) => Assert.Equal(SentenceShape.Of([one]), SentenceShape.Of([other]));

    [Theory]
    [InlineData("Guard `errors` is Unknown.", "Guard `errors` is Inconclusive.")]
    [InlineData("Stage `stage-1` waits.", "Stage `stage-2` waits.")]
    [InlineData("Guard `5xx` breached.", "Guard `4xx` breached.")]
    [InlineData("a", "a b")]
    public void Of_OtherWords_Differs(string one, string other) => Assert.NotEqual(SentenceShape.Of([one]), SentenceShape.Of([other]));

    [Fact]
    public void Of_OneSentenceMore_Differs() => Assert.NotEqual(SentenceShape.Of(["a b"]), SentenceShape.Of(["a", "b"]));
}
