using ModularRollout.Definitions;

namespace ModularRollout.Tests.Definitions;

public sealed class AsciiDigitsTests
{
    [Theory]
    [InlineData("", false, false)]
    [InlineData("0", true, true)]
    [InlineData("9", true, true)]
    [InlineData("00", true, false)]
    [InlineData("01", true, false)]
    [InlineData("10", true, true)]
    [InlineData("/", false, false)]
    [InlineData(":", false, false)]
    [InlineData("1x", false, false)]
    [InlineData("x1", false, false)]
    [InlineData("٣", false, false)]
    public void Are_Text_KnowsDigitsAndCanonicalNumbers(string text, bool areDigits, bool areCanonical)
    {
        Assert.Equal(areDigits, AsciiDigits.Are(text));
        Assert.Equal(areCanonical, AsciiDigits.AreCanonical(text));
    }

    [Theory]
    [InlineData("0", 255, true)]
    [InlineData("255", 255, true)]
    [InlineData("256", 255, false)]
    [InlineData("999", 999, true)]
    [InlineData("1000", 9999, false)]
    [InlineData("00", 255, false)]
    [InlineData("", 255, false)]
    [InlineData("-1", 255, false)]
    public void TryReadSmall_Text_StaysInItsBounds(string text, int most, bool expected) =>
        Assert.Equal(expected, AsciiDigits.TryReadSmall(text, most, out _));

    [Fact]
    public void ValueOf_NineDigits_IsExact() => Assert.Equal(987_654_321, AsciiDigits.ValueOf("987654321"));
}
