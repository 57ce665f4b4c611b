using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using ModularRollout.Definitions.Reading;

namespace ModularRollout.Tests.Definitions;

public sealed class ExactDecimalTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("19", "19")]
    [InlineData("-9.95", "-9.95")]
    [InlineData("0.1000", "0.1")]
    [InlineData("1e2", "100")]
    [InlineData("1.5E+1", "15")]
    [InlineData("-25e-1", "-2.5")]
    [InlineData("0e999", "0")]
    [InlineData("999999999999999999", "999999999999999999")]
    [InlineData("1234567890123456789", "1234567890123456789")]
    [InlineData("10203040506070809", "10203040506070809")]
    [InlineData("1020304050607080900.10", "1020304050607080900.1")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("-79228162514264337593543950335", "-79228162514264337593543950335")]
    [InlineData("7922816251426433759354395033.50e1", "79228162514264337593543950335")]
    [InlineData("1.000000000000000000000000000000000000000000", "1")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("1e-28", "0.0000000000000000000000000001")]
    [InlineData("1e28", "10000000000000000000000000000")]
    public void TryRead_ADecimalHoldsIt_IsThatDecimal(string number, string value)
    {
        Assert.True(ExactDecimal.TryRead(Encoding.ASCII.GetBytes(number), out decimal read));
        Assert.Equal(decimal.Parse(value, CultureInfo.InvariantCulture), read);
    }

    [Theory]
    [InlineData("79228162514264337593543950336")]
    [InlineData("7922816251426433759354395033.6e1")]
    [InlineData("79228162514264337593543950335e1")]
    [InlineData("792281625142643375935439503350")]
    [InlineData("792281625142643375935439503351")]
    [InlineData("99999999999999999999999999999")]
    [InlineData("9999999999999999999999999999.9")]
    [InlineData("1e29")]
    [InlineData("1e-29")]
    [InlineData("1.00000000000000000000000000001")]
    [InlineData("1e1000")]
    [InlineData("1e-1000")]
    [InlineData("1e99999999999")]
    public void TryRead_NoDecimalHoldsIt_IsRefused(string number) => Assert.False(ExactDecimal.TryRead(Encoding.ASCII.GetBytes(number), out _));

    [Property]
    public bool TryRead_AnyDecimalWrittenInTwoWays_IsItself(decimal value)
    {
        int[] bits = decimal.GetBits(value);
        var coefficient = new decimal(bits[0], bits[1], bits[2], value < 0, scale: 0);
        return Reads(string.Create(CultureInfo.InvariantCulture, $"{value}"), value)
            && Reads(string.Create(CultureInfo.InvariantCulture, $"{coefficient}e-{value.Scale}"), value);
    }

    private static bool Reads(string number, decimal value) => ExactDecimal.TryRead(Encoding.ASCII.GetBytes(number), out decimal read) && read == value;
}
