using ModularRollout.Definitions.Reading;

namespace ModularRollout.Tests.Definitions;

public sealed class PatternCostTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("a{3}", 3)]
    [InlineData("a{2,5}b", 6)]
    [InlineData("a{2,}", 3)] // and one more, as often as there is
    [InlineData("a{5,2}", 5)] // refused by the framework; never cheap
    [InlineData("[a-z]{500}", 500)]
    [InlineData("[]a]{4}[b\\]c]", 5)] // a bracket that is first, or escaped, closes nothing
    [InlineData("(ab){3}c", 7)]
    [InlineData("(a(b{2}c){3}){2}d", 21)]
    [InlineData("((a)(b)){2}", 4)]
    [InlineData("(){7}", 7)]
    [InlineData("a{2}{3}", 6)]
    [InlineData(@"\({2}\)", 3)]
    [InlineData("a{x}", 4)] // no repetition: text
    [InlineData("a{,3}", 5)]
    [InlineData("a{3", 3)]
    [InlineData("a{3x}", 5)]
    [InlineData("a{", 2)]
    [InlineData("(a", 1)]
    public void Of_Pattern_IsItsLengthWrittenOut(string pattern, long cost) => Assert.Equal(cost, PatternCost.Of(pattern));

    [Theory]
    [InlineData("a{1000}", false)]
    [InlineData("a{1001}", true)]
    [InlineData("a{99999999999}", true)]
    [InlineData("((((a{99}){99}){99}){99}){99}", true)]
    [InlineData("(a{600}){2}b", true)]
    [InlineData("[a-z]{1,500}[0-9]{1,501}", true)]
    [InlineData("(a|b){500}", true)] // three each time
    public void Of_ManyRepetitions_IsOverTheBoundWhereTheyAreTooMany(string pattern, bool isOver) =>
        Assert.Equal(isOver, PatternCost.Of(pattern) > PatternCost.Most);
}
