using System.Numerics;
using FsCheck.Xunit;
using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Snapshots;

public sealed class ExactNumberTests
{
    [Theory]
    [InlineData(1L, 1.0, 0)]
    [InlineData(1L, 1.5, -1)]
    [InlineData(2L, 1.5, 1)]
    [InlineData(-1L, -1.5, 1)]
    [InlineData(-2L, -1.5, -1)]
    [InlineData(0L, -0.0, 0)]
    [InlineData(0L, double.Epsilon, -1)]
    [InlineData(0L, -double.Epsilon, 1)]
    [InlineData(9007199254740993L, 9007199254740992.0, 1)]
    [InlineData(9007199254740991L, 9007199254740992.0, -1)]
    [InlineData(long.MaxValue, 9223372036854775808.0, -1)]
    [InlineData(long.MaxValue, 9223372036854774784.0, 1)]
    [InlineData(long.MinValue, -9223372036854775808.0, 0)]
    [InlineData(long.MinValue, -9223372036854777856.0, 1)]
    [InlineData(long.MinValue, double.NegativeInfinity, 1)]
    [InlineData(long.MaxValue, double.PositiveInfinity, -1)]
    public void TryCompare_IntegerAndDouble_IsExact(long left, double right, int expected)
    {
        Assert.True(ExactNumber.TryCompare(left, right, out int order));
        Assert.True(ExactNumber.TryCompare(right, left, out int reverse));
        Assert.Equal(expected, order);
        Assert.Equal(-expected, reverse);
    }

    [Theory]
    [InlineData(1.0, 2.0, -1)]
    [InlineData(2.0, 1.0, 1)]
    [InlineData(0.0, -0.0, 0)]
    [InlineData(double.NegativeInfinity, double.MinValue, -1)]
    public void TryCompare_Doubles_ComparesTheirValues(double left, double right, int expected)
    {
        Assert.True(ExactNumber.TryCompare(left, right, out int order));
        Assert.Equal(expected, order);
    }

    [Fact]
    public void TryCompare_NaN_IsInNoRange()
    {
        Assert.False(ExactNumber.TryCompare(1L, double.NaN, out _));
        Assert.False(ExactNumber.TryCompare(double.NaN, 1L, out _));
        Assert.False(ExactNumber.TryCompare(double.NaN, 1.0, out _));
        Assert.False(ExactNumber.TryCompare(1.0, double.NaN, out _));
        Assert.False(ExactNumber.TryCompare(double.NaN, double.NaN, out _));
    }

    [Property(MaxTest = 2_000)]
    public void TryCompare_AnyBits_AgreesWithExactRationals(long left, long bits)
    {
        double right = BitConverter.Int64BitsToDouble(bits);

        Assert.True(!double.IsFinite(right) || Compare(left, right) == Expected(left, right));
    }

    [Property(MaxTest = 2_000)]
    public void TryCompare_NearbyValues_AgreesWithExactRationals(long left, sbyte steps)
    {
        double right = left;
        for (int i = 0; i < Math.Abs((int)steps) % 4; i++)
        {
            right = steps < 0 ? Math.BitDecrement(right) : Math.BitIncrement(right);
        }

        Assert.Equal(Expected(left, right), Compare(left, right));
    }

    private static int Compare(long left, double right)
    {
        Assert.True(ExactNumber.TryCompare(left, right, out int order));
        return order;
    }

    private static int Expected(long left, double right)
    {
        long bits = BitConverter.DoubleToInt64Bits(Math.Abs(right));
        int exponent = (int)(bits >> 52);
        BigInteger mantissa = (bits & ((1L << 52) - 1)) | (exponent == 0 ? 0 : 1L << 52);
        BigInteger scaled = mantissa << Math.Max(exponent, 1);
        return (((BigInteger)left) << 1075).CompareTo(right < 0 ? -scaled : scaled);
    }
}
