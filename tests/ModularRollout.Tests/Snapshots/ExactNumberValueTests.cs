using System.Globalization;
using System.Text;
using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Snapshots;

public sealed class ExactNumberValueTests
{
    private const int None = (int)ValueTypes.None;
    private const int Double = (int)ValueTypes.Double;
    private const int Decimal = (int)ValueTypes.Decimal;
    private const int Whole = (int)ValueTypes.Int64 | Decimal;
    private const int All = Whole | (int)ValueTypes.Int32 | Double;

    [Theory]
    [InlineData("0", All, 0L)]
    [InlineData("-0", All, 0L)]
    [InlineData("5", All, 5L)]
    [InlineData("5.0", All, 5L)]
    [InlineData("5.000e0", All, 5L)]
    [InlineData("2.5e3", All, 2500L)]
    [InlineData("2500E-2", All, 25L)]
    [InlineData("0e99", All, 0L)]
    [InlineData("0.000", All, 0L)]
    [InlineData("2147483647", All, 2147483647L)]
    [InlineData("-2147483648", All, -2147483648L)]
    [InlineData("2147483648", Whole | Double, 2147483648L)]
    [InlineData("-2147483649", Whole | Double, -2147483649L)]
    [InlineData("9007199254740992", Whole | Double, 9007199254740992L)]
    [InlineData("9007199254740993", Whole, 9007199254740993L)]
    [InlineData("9007199254740993.0", Whole, 9007199254740993L)]
    [InlineData("9223372036854775807", Whole, long.MaxValue)]
    [InlineData("9223372036854775807.0", Whole, long.MaxValue)]
    [InlineData("-9223372036854775808", Whole | Double, long.MinValue)]
    [InlineData("-9223372036854775808.0", Whole | Double, long.MinValue)]
    public void Parse_WholeNumberOf64Bits_IsItself(string literal, int types, long bits)
    {
        ExactNumberValue value = Parse(literal);

        Assert.Equal((ValueTypes)types, value.Types);
        Assert.Equal(bits, value.Bits);
        Assert.Null(value.Decimal);
    }

    [Theory]
    [InlineData("9223372036854775808", Double | Decimal, 9223372036854775808.0, "9223372036854775808")]
    [InlineData("9223372036854775809", Decimal, 9223372036854775808.0, "9223372036854775809")]
    [InlineData("-9223372036854775809", Decimal, -9223372036854775808.0, "-9223372036854775809")]
    [InlineData("79228162514264337593543950335", Decimal, 79228162514264337593543950335.0, "79228162514264337593543950335")]
    [InlineData("79228162514264337593543950336", Double, 79228162514264337593543950336.0, null)]
    [InlineData("1e22", Double | Decimal, 1e22, "10000000000000000000000")]
    [InlineData("1e23", Decimal, 1e23, "100000000000000000000000")]
    [InlineData("1e28", Decimal, 1e28, "10000000000000000000000000000")]
    [InlineData("1e29", None, 1e29, null)]
    [InlineData("0.5", Double | Decimal, 0.5, "0.5")]
    [InlineData("-0.5", Double | Decimal, -0.5, "-0.5")]
    [InlineData("0.10", Double | Decimal, 0.1, "0.1")]
    [InlineData("1e-28", Double | Decimal, 1e-28, "0.0000000000000000000000000001")]
    [InlineData("1e-29", Double, 1e-29, null)]
    [InlineData("123456789.125", Double | Decimal, 123456789.125, "123456789.125")]
    [InlineData("5e-324", Double, 5e-324, null)]
    public void Parse_OtherNumber_IsTheNearestDoubleAndADecimalWhereOneHoldsIt(string literal, int types, double number, string? exact)
    {
        ExactNumberValue value = Parse(literal);

        Assert.Equal((ValueTypes)types, value.Types);
        Assert.Equal(number, BitConverter.Int64BitsToDouble(value.Bits));
        Assert.Equal(exact, (value.Decimal as decimal?)?.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Parse_LongLiteral_IsTheNearestDoubleAlone()
    {
        ExactNumberValue exact = Parse("0." + new string('1', 27) + new string('0', 371));
        ExactNumberValue nearest = Parse("0." + new string('1', 27) + new string('0', 372));

        Assert.Equal(ValueTypes.Double | ValueTypes.Decimal, exact.Types);
        Assert.Equal(ValueTypes.Double, nearest.Types);
        Assert.Equal(exact.Bits, nearest.Bits);
    }

    [Theory]
    [InlineData("0.5", Decimal)]
    [InlineData("5.0", All)]
    [InlineData("9223372036854775808", Decimal)]
    [InlineData("-9223372036854775808", Whole | Double)]
    [InlineData("9223372036854775807", Whole)]
    public void Of_Decimal_HasTheTypesOfItsValue(string text, int types) =>
        Assert.Equal((ValueTypes)types, ExactNumberValue.Of(decimal.Parse(text, CultureInfo.InvariantCulture)).Types);

    [Fact]
    public void Of_Double_IsADoubleAlone() => Assert.Equal(ValueTypes.Double, ExactNumberValue.Of(5.0).Types);

    private static ExactNumberValue Parse(string literal) => ExactNumberValue.Parse(Encoding.ASCII.GetBytes(literal));
}
