using System.Globalization;
using FsCheck.Xunit;
using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Snapshots;

public sealed class ScalarHashTests
{
    [Theory]
    [InlineData(0L, "0")]
    [InlineData(-1L, "-1")]
    [InlineData(4711L, "4711")]
    [InlineData(long.MaxValue, "9223372036854775807")]
    [InlineData(long.MinValue, "-9223372036854775808")]
    public void OfInteger_Value_HashesItsText(long value, string text) => Assert.Equal(KeyHashTests.Expected(text), ScalarHash.OfInteger(value));

    [Theory]
    [InlineData(true, "true")]
    [InlineData(false, "false")]
    public void OfBoolean_Value_HashesItsText(bool value, string text) => Assert.Equal(KeyHashTests.Expected(text), ScalarHash.OfBoolean(value));

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(3.0, "3")]
    [InlineData(-3.0, "-3")]
    [InlineData(0.5, "0.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(-1234.5678, "-1234.5678")]
    [InlineData(1e-5, "1E-05")]
    [InlineData(double.Epsilon, "5E-324")]
    [InlineData(-1.25E-300, "-1.25E-300")]
    [InlineData(9007199254740993.0, "9007199254740992")]
    [InlineData(4611686018427387904.0, "4611686018427387904")]
    [InlineData(9223372036854775808.0, "9223372036854775808")]
    [InlineData(-9223372036854775808.0, "-9223372036854775808")]
    [InlineData(-9223372036854777856.0, "-9223372036854777856")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(1e23, "99999999999999991611392")]
    public void TryOfDouble_Finite_HashesItsText(double value, string text)
    {
        bool isUsable = ScalarHash.TryOfDouble(value, out ulong hash);

        Assert.True(isUsable);
        Assert.Equal(KeyHashTests.Expected(text), hash);
    }

    [Fact]
    public void TryOfDouble_NegativeZero_HashesLikeZero()
    {
        Assert.True(ScalarHash.TryOfDouble(-0.0, out ulong hash));
        Assert.Equal(KeyHashTests.Expected("0"), hash);
    }

    [Theory]
    [InlineData(double.MaxValue)]
    [InlineData(double.MinValue)]
    public void TryOfDouble_Greatest_HashesAllItsDigits(double value)
    {
        bool isUsable = ScalarHash.TryOfDouble(value, out ulong hash);

        Assert.True(isUsable);
        Assert.Equal(KeyHashTests.Expected(new System.Numerics.BigInteger(value).ToString(CultureInfo.InvariantCulture)), hash);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void TryOfDouble_NotFinite_IsUnusable(double value) => Assert.False(ScalarHash.TryOfDouble(value, out _));

    [Fact]
    public void OfInstant_Instant_HashesRfc3339InUtc()
    {
        long ticks = new DateTime(2026, 11, 22, 10, 0, 0, 500, DateTimeKind.Utc).Ticks;

        Assert.Equal(KeyHashTests.Expected("2026-11-22T10:00:00.5Z"), ScalarHash.OfInstant(ticks));
    }

    [Fact]
    public void All_Warm_AllocateNothing()
    {
        HashAll();

        long before = GC.GetAllocatedBytesForCurrentThread();
        HashAll();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Property]
    public bool TryOfDouble_AnyInteger_HashesLikeTheInteger(int value) =>
        ScalarHash.TryOfDouble(value, out ulong hash) && hash == ScalarHash.OfInteger(value);

    [Property]
    public bool OfInteger_AnyValue_HashesItsText(long value) =>
        ScalarHash.OfInteger(value) == KeyHashTests.Expected(value.ToString(CultureInfo.InvariantCulture));

    private static void HashAll()
    {
        ScalarHash.OfInteger(long.MinValue);
        ScalarHash.OfBoolean(true);
        ScalarHash.OfInstant(1);
        ScalarHash.TryOfDouble(0.1, out _);
        ScalarHash.TryOfDouble(1e300, out _);
    }
}
