using ModularRollout.Testing.Drills;

namespace ModularRollout.Testing.Tests.Drills;

public sealed class DrillDiceTests
{
    [Fact]
    public void Draws_Seed_GiveWhatTheyGaveEverywhere()
    {
        var dice = new DrillDice(1);

        // The first outputs of SplitMix64 from state 1: 0x910a2dec89025cc1, 0xbeeb8da1658eec67, 0xf893a2eefb32555e.
        Assert.Equal([566, 745, 971], Enumerable.Range(0, 3).Select(_ => dice.Below(1000)));
    }

    [Fact]
    public void Happens_Probability_IsItsFrequency()
    {
        var dice = new DrillDice(7);

        Assert.InRange(Enumerable.Range(0, 100_000).Count(_ => dice.Happens(.002)), 150, 250);
    }

    [Theory]
    [InlineData(.5, 0)]
    [InlineData(.975, 1.95996)]
    [InlineData(.01, -2.32635)]
    public void NormalQuantile_KnownPoints_IsRightToThreeDigits(double probability, double quantile) => Assert.Equal(quantile, NormalQuantile.Of(probability), 5e-4);
}
