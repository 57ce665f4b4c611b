using System.Numerics;
using FsCheck.Xunit;
using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Snapshots;

public sealed class ShareBoundsTests
{
    private static readonly BigInteger s_line = BigInteger.One << 64;

    [Fact]
    public void Of_OneWeight_NeedsNoBound() => Assert.Empty(ShareBounds.Of([7m]));

    [Fact]
    public void Of_OnlyTheFirstIsPositive_NeedsNoBound() => Assert.Empty(ShareBounds.Of([7m, 0m, 0.00m]));

    [Fact]
    public void Of_Halves_MeetInTheMiddle() => Assert.Equal([1UL << 63], ShareBounds.Of([1m, 1m]));

    [Fact]
    public void Of_ZeroWeights_GetEmptyRanges() => Assert.Equal([0UL, 1UL << 62, 1UL << 62], ShareBounds.Of([0m, 1m, 0m, 3m, 0m]));

    [Fact]
    public void Of_Thirds_RoundsDown() => Assert.Equal([0x5555555555555555UL, 0xAAAAAAAAAAAAAAAAUL], ShareBounds.Of([1m, 1m, 1m]));

    [Fact]
    public void Of_DecimalFractions_AreNotFloatingPoint() => Assert.Equal([6142765776545280688UL], ShareBounds.Of([33.3m, 66.7m]));

    [Theory]
    [InlineData("1", "18446744073709551614")]
    [InlineData("1", "18446744073709551615")]
    [InlineData("18446744073709551615", "1")]
    [InlineData("18446744073709551616", "3")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("0.0000000000000000000000000001", "79228162514264337593543950335")]
    [InlineData("79228162514264337593543950335", "0.0000000000000000000000000001")]
    [InlineData("0.0000000000000000001", "1")]
    [InlineData("0.00000000000000000001", "0")]
    [InlineData("0.00000000000000000001", "1")]
    [InlineData("0.0000000000000000001", "34028236692093846347")]
    [InlineData("0.00000000000000000001", "0.1")]
    [InlineData("0.1000000000000000000", "2")]
    public void Of_ExtremeWeights_AreExact(string first, string second)
    {
        decimal[] weights = [Parse(first), Parse(second), Parse(first)];

        Assert.Equal(Expected(weights), ShareBounds.Of(weights));
    }

    [Theory]
    [InlineData("0", "18446744073709551615")]
    [InlineData("1", "18446744073709551614")]
    [InlineData("1", "0.0000000000000000001")]
    [InlineData("33.3", "66.7")]
    public void Of_WeightsWhoseSumFits64Bits_AllocatesTheBoundsAlone(string first, string second)
    {
        decimal[] weights = [Parse(first), Parse(second)];
        _ = (ShareBounds.Of(weights), new ulong[1]);

        long before = GC.GetAllocatedBytesForCurrentThread();
        ulong[] bounds = ShareBounds.Of(weights);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        ulong[] alone = new ulong[bounds.Length];

        Assert.Equal(GC.GetAllocatedBytesForCurrentThread() - before - allocated, allocated);
        GC.KeepAlive(alone);
    }

    [Theory]
    [InlineData("0", 0UL)]
    [InlineData("0.0", 0UL)]
    [InlineData("50", 1UL << 63)]
    [InlineData("25.00", 1UL << 62)]
    [InlineData("10", 1_844_674_407_370_955_161UL)]
    [InlineData("33.3", 6142765776545280688UL)]
    [InlineData("0.0000000000000000001", 0UL)]
    [InlineData("0.00000000000000001", 1UL)]
    [InlineData("99.99999999999999999999999999", ulong.MaxValue)]
    public void OfPercent_Share_RoundsDown(string percent, ulong expected)
    {
        ulong bound = ShareBounds.OfPercent(Parse(percent), out bool all);

        Assert.False(all);
        Assert.Equal(expected, bound);
    }

    [Property(MaxTest = 1_000)]
    public bool OfPercent_AnyShare_IsAnExactRational(decimal value)
    {
        decimal percent = Math.Abs(value) % 100m;

        return ShareBounds.OfPercent(percent, out _) == (ulong)(s_line * Scaled(percent) / Scaled(100m));
    }

    [Theory]
    [InlineData("100")]
    [InlineData("100.000")]
    public void OfPercent_Hundred_IsEverything(string percent)
    {
        ulong bound = ShareBounds.OfPercent(Parse(percent), out bool all);

        Assert.True(all);
        Assert.Equal(ulong.MaxValue, bound);
    }

    [Property(MaxTest = 2_000)]
    public void Of_AnyWeights_AreExactRationals(decimal[] values)
    {
        decimal[] weights = [.. values.Select(Math.Abs), 1m];

        Assert.Equal(Expected(weights), ShareBounds.Of(weights));
    }

    [Property(MaxTest = 2_000)]
    public void Of_SmallWeights_AreExactRationals(ushort[] values, byte scale)
    {
        decimal[] weights = [.. values.Select((value, i) => new decimal(value, 0, 0, false, (byte)((scale + i) % 5))), 0.5m, 0m];

        Assert.Equal(Expected(weights), ShareBounds.Of(weights));
    }

    [Property(MaxTest = 1_000)]
    public void Of_AnyWeights_CoverTheLineInOrder(ushort[] values)
    {
        decimal[] weights = [.. values.Select(static value => (decimal)value), 1m];

        ulong[] bounds = ShareBounds.Of(weights);

        Assert.Equal(weights.Length - 1, bounds.Length);
        Assert.Equal(bounds.Order(), bounds);
        for (int i = 0; i < bounds.Length; i++)
        {
            BigInteger share = bounds[i] - (i == 0 ? BigInteger.Zero : bounds[i - 1]);
            BigInteger ideal = s_line * (BigInteger)weights[i] / (BigInteger)weights.Sum();
            Assert.InRange(share, weights[i] == 0m ? BigInteger.Zero : ideal, weights[i] == 0m ? BigInteger.Zero : ideal + 1);
        }
    }

    [Property(MaxTest = 1_000)]
    public bool OfPercent_Widened_KeepsEveryoneWhoWasIn(uint first, uint second, ulong hash)
    {
        decimal narrow = Math.Min(first % 100_001, second % 100_001) / 1_000m;
        decimal wide = Math.Max(first % 100_001, second % 100_001) / 1_000m;

        return !IsIn(hash, narrow) || IsIn(hash, wide);
    }

    [Property(MaxTest = 1_000)]
    public bool Of_PercentagesOfAHundred_AgreeWithOfPercent(uint value)
    {
        decimal percent = value % 100_000 / 1_000m;

        return ShareBounds.Of([percent, 100m - percent])[0] == ShareBounds.OfPercent(percent, out _);
    }

    private static bool IsIn(ulong hash, decimal percent) => hash < ShareBounds.OfPercent(percent, out bool all) || all;

    private static decimal Parse(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The value in units of 10^-28, the finest a decimal has.</summary>
    private static BigInteger Scaled(decimal value)
    {
        int[] bits = decimal.GetBits(value);
        BigInteger mantissa = ((BigInteger)(uint)bits[2] << 64) + ((BigInteger)(uint)bits[1] << 32) + (uint)bits[0];
        return mantissa * BigInteger.Pow(10, 28 - value.Scale);
    }

    private static ulong[] Expected(decimal[] weights)
    {
        BigInteger sum = weights.Aggregate(BigInteger.Zero, static (total, weight) => total + Scaled(weight));
        int last = Array.FindLastIndex(weights, static weight => weight > 0m);
        var bounds = new ulong[last];
        BigInteger cumulative = 0;
        for (int i = 0; i < last; i++)
        {
            cumulative += Scaled(weights[i]);
            bounds[i] = (ulong)(s_line * cumulative / sum);
        }

        return bounds;
    }
}
