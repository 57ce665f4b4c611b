using System.Diagnostics;
using System.Numerics;

namespace ModularRollout.Snapshots;

/// <summary>Turns weights into 64-bit upper bounds on the line from 0 to 2^64, exactly.</summary>
/// <remarks>
/// <para>
/// A hash belongs to the first bound it is below; a hash below none belongs to the variant after the last bound. There is a bound for every
/// variant before the last one of positive weight, whose end, 2^64, needs none. A weight of zero repeats the bound before it (or is zero),
/// so nothing is below it first; variants of zero weight after the last positive one have no bound and are never reached.
/// </para>
/// <para>Bound i is floor(sum of the weights 0 to i / sum of all weights * 2^64). The weights 1, 0, 3, 0 have the bounds 2^62, 2^62.</para>
/// </remarks>
internal static class ShareBounds
{
    private const int MostFastDigits = 19;
    private const decimal Everything = 100m;

    /// <summary>Returns the bounds of weights, none negative, one positive at least.</summary>
    public static ulong[] Of(ReadOnlySpan<decimal> weights)
    {
        int last = weights.LastIndexOfAnyExcept(0m);
        Debug.Assert(last >= 0, "The reader refuses weights that sum to zero.");
        if (last == 0)
        {
            return [];
        }

        ulong[] bounds = new ulong[last];
        int scale = GreatestScale(weights);
        if (TrySum(weights, scale, out ulong sum))
        {
            FillFast(bounds, weights, scale, sum);
        }
        else
        {
            FillExactly(bounds, weights, scale);
        }

        return bounds;
    }

    /// <summary>Returns floor(percent / 100 * 2^64): a hash below it is in the share.</summary>
    /// <param name="percent">From 0 to 100.</param>
    /// <param name="all">Whether the share is everything: 2^64, which 64 bits cannot hold.</param>
    public static ulong OfPercent(decimal percent, out bool all)
    {
        Debug.Assert(percent is >= 0m and <= Everything, "The reader refuses other percentages.");
        all = percent == Everything;
        return all ? ulong.MaxValue : Quotient(ScaledExactly(percent, percent.Scale), ScaledExactly(Everything, percent.Scale));
    }

    private static int GreatestScale(ReadOnlySpan<decimal> weights)
    {
        int scale = 0;
        foreach (decimal weight in weights)
        {
            scale = Math.Max(scale, weight.Scale);
        }

        return scale;
    }

    private static bool TrySum(ReadOnlySpan<decimal> weights, int scale, out ulong sum)
    {
        sum = 0;
        foreach (decimal weight in weights)
        {
            UInt128 next = sum;
            if (scale - weight.Scale > MostFastDigits || !TryAdd(ref next, weight, scale))
            {
                return false;
            }

            sum = (ulong)next;
        }

        return true;
    }

    private static bool TryAdd(ref UInt128 sum, decimal weight, int scale)
    {
        UInt128 mantissa = MantissaOf(weight);
        if (mantissa > ulong.MaxValue)
        {
            return false;
        }

        sum += mantissa * PowerOfTen(scale - weight.Scale);
        return sum <= ulong.MaxValue;
    }

    private static void FillFast(Span<ulong> bounds, ReadOnlySpan<decimal> weights, int scale, ulong sum)
    {
        UInt128 cumulative = 0;
        for (int i = 0; i < bounds.Length; i++)
        {
            cumulative += MantissaOf(weights[i]) * PowerOfTen(scale - weights[i].Scale);
            bounds[i] = (ulong)((cumulative << 64) / sum);
        }
    }

    private static void FillExactly(Span<ulong> bounds, ReadOnlySpan<decimal> weights, int scale)
    {
        BigInteger sum = 0;
        foreach (decimal weight in weights)
        {
            sum += ScaledExactly(weight, scale);
        }

        BigInteger cumulative = 0;
        for (int i = 0; i < bounds.Length; i++)
        {
            cumulative += ScaledExactly(weights[i], scale);
            bounds[i] = Quotient(cumulative, sum);
        }
    }

    private static ulong Quotient(BigInteger part, BigInteger whole) => (ulong)((part << 64) / whole);

    private static BigInteger ScaledExactly(decimal value, int scale) =>
        (BigInteger)MantissaOf(value) * BigInteger.Pow(10, scale - value.Scale);

    private static ulong PowerOfTen(int exponent)
    {
        ulong power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }

    private static UInt128 MantissaOf(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        return new UInt128((uint)parts[2], ((ulong)(uint)parts[1] << 32) | (uint)parts[0]);
    }
}
