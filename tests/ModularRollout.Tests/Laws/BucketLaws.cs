using System.Globalization;

namespace ModularRollout.Tests.Laws;

/// <summary>Buckets are uniform, and independent from salt to salt. Fixed keys: what passes once passes always.</summary>
public sealed class BucketLaws
{
    private const int Keys = 1_000_000;

    [Theory]
    [InlineData("checkout.new-flow")]
    [InlineData("größe")]
    [InlineData("x-1")]
    public void Bucket_MillionKeys_AreUniform(string salt)
    {
        const int Cells = 1_000;
        int[] counts = new int[Cells];
        foreach (double bucket in Buckets(salt, Keys))
        {
            counts[(int)(bucket * Cells)]++;
        }

        AssertChiSquare(counts, (double)Keys / Cells, Cells - 1);
    }

    [Theory]
    [InlineData("checkout", "checkout-at")]
    [InlineData("a", "b")]
    [InlineData("checkout-1", "checkout-2")]
    [InlineData("0", "00")]
    public void Bucket_TwoSalts_AreIndependent(string first, string second)
    {
        const int Cells = 32;
        const int Subjects = 200_000;
        int[] counts = new int[Cells * Cells];
        double sum = 0;
        foreach ((double x, double y) in Buckets(first, Subjects).Zip(Buckets(second, Subjects)))
        {
            counts[((int)(x * Cells) * Cells) + (int)(y * Cells)]++;
            sum += (x - 0.5) * (y - 0.5);
        }

        AssertChiSquare(counts, (double)Subjects / counts.Length, (Cells - 1) * (Cells - 1) + (2 * (Cells - 1)));
        Assert.InRange(12 * sum / Subjects, -5 / Math.Sqrt(Subjects), 5 / Math.Sqrt(Subjects));
    }

    [Fact]
    public void Split_MillionKeys_GivesTheShares()
    {
        FeatureGate gate = A.Flag(""" "variants": { "a": 1, "b": 2, "c": 3 }, "off": "a", "otherwise": { "split": { "weights": { "a": 10, "b": 25, "c": 65 } } } """);
        var key = new FlagKey<int>(A.Name, 0);
        double[] counts = new double[4];
        for (int i = 0; i < Keys; i++)
        {
            counts[gate.Get(key, A.Subject(Name(i)))]++;
        }

        double statistic = Square(counts[1], 0.10) + Square(counts[2], 0.25) + Square(counts[3], 0.65);
        Assert.InRange(statistic, 0, 30);

        static double Square(double count, double share) => (count - (share * Keys)) * (count - (share * Keys)) / (share * Keys);
    }

    private static IEnumerable<double> Buckets(string salt, int count)
    {
        FeatureGate gate = A.Flag($$""" "otherwise": { "split": { "salt": "{{salt}}", "weights": { "on": 1, "off": 1 } } } """);
        var key = new FlagKey<bool>(A.Name, false);
        for (int i = 0; i < count; i++)
        {
            yield return gate.Decide(key, A.Subject(Name(i))).Bucket!.Value;
        }
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"user-{i}");

    /// <summary>A statistic of k degrees of freedom has mean k and variance 2k; six deviations are a chance below 10^-7.</summary>
    private static void AssertChiSquare(int[] counts, double expected, int freedom)
    {
        double statistic = counts.Sum(count => (count - expected) * (count - expected) / expected);
        double deviation = Math.Sqrt(2.0 * freedom);
        Assert.InRange(statistic, freedom - (6 * deviation), freedom + (6 * deviation));
    }
}
