using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

public sealed class LabelCellTests
{
    [Theory]
    [InlineData(-.1, 0, 0)]
    [InlineData(1.1, 0, 0)]
    [InlineData(double.NaN, 0, 0)]
    [InlineData(.5, -1, 0)]
    [InlineData(.5, 2, 1)]
    public void Cell_OutOfRange_Throws(double share, long candidate, long total) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LabelCell(share, candidate, total));

    [Fact]
    public void Cell_ShareOutOfRange_SaysWhatWouldBeRight()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new LabelCell(1.5, 0, 0));

        Assert.StartsWith("share is 1.5; it must be in [0, 1].", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, .25, .25)]
    [InlineData(.01, .01, 0)]
    [InlineData(.25, .5, 1.0 / 3)]
    [InlineData(.5, 1, 1)]
    public void ConditionalShare_CohortHasGrown_IsItsPartOfTheRest(double earlier, double share, double expected) =>
        Assert.Equal(expected, LabelCell.ConditionalShare(earlier, share), 1e-12);

    [Theory]
    [InlineData(.5, .25)]
    [InlineData(1, 1)]
    [InlineData(-.1, .5)]
    [InlineData(.5, 1.1)]
    [InlineData(double.NaN, .5)]
    public void ConditionalShare_OutOfRange_Throws(double earlier, double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LabelCell.ConditionalShare(earlier, share));
}
