using System.Globalization;
using System.Numerics;
using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Snapshots;

/// <summary>Shares begin with the hash they begin at and end before the one they end at: told apart by the one subject whose hash that is.</summary>
public sealed class ShareEdgeTests
{
    private const string Salt = "edge";

    [Theory]
    [InlineData("anna")]
    [InlineData("bruno")]
    [InlineData("a key of more than sixteen characters")]
    public void BucketIn_EdgeAtTheSubject_ExcludesWhereItEndsAndIncludesWhereItBegins(string key)
    {
        (decimal at, decimal above) = EdgesOf(key);

        Assert.Equal([false, true, true, false], [IsIn(key, 0, at), IsIn(key, 0, above), IsIn(key, at, 100), IsIn(key, above, 100)]);
    }

    [Theory]
    [InlineData("anna", 0)]
    [InlineData("bruno", 0)]
    [InlineData("anna", 0.5)]
    [InlineData("bruno", 0.5)]
    public void Split_EdgeAtTheSubject_IsTheNextVariants(string key, double before)
    {
        (decimal at, decimal above) = EdgesOf(key);

        Assert.Equal(("off", "on"), (VariantOf(key, (decimal)before, at), VariantOf(key, (decimal)before, above)));
    }

    // The least percentages of which floor(percent / 100 * 2^64) is the subject's hash, and the one after it, to 23 digits.
    private static (decimal At, decimal Above) EdgesOf(string key)
    {
        ulong hash = KeyHash.Mix(KeyHash.OfText(key), KeyHash.Fold(KeyHash.OfSalt(Salt)));
        return (PercentOf(hash), PercentOf((BigInteger)hash + 1));
    }

    private static decimal PercentOf(BigInteger bound)
    {
        var scale = BigInteger.Pow(10, 23);
        BigInteger digits = ((bound * 100 * scale) + (BigInteger.One << 64) - 1) >> 64;
        return (decimal)digits / (decimal)scale;
    }

    private static bool IsIn(string key, decimal from, decimal to)
    {
        using FeatureGate gate = A.When($$"""{ "attribute": "targetingKey", "bucketIn": { "salt": "{{Salt}}", "fromPercent": {{Text(from)}}, "toPercent": {{Text(to)}} } }""");
        return gate.IsEnabled(A.Name, A.Subject(key));
    }

    private static string? VariantOf(string key, decimal before, decimal share)
    {
        using FeatureGate gate = A.Flag($$"""
            "variants": { "before": "n", "on": "x", "off": "y" }, "off": "off",
            "otherwise": { "split": { "salt": "{{Salt}}", "weights": { "before": {{Text(share * before)}}, "on": {{Text(share * (1 - before))}}, "off": {{Text(100 - share)}} } } }
            """);
        return gate.Decide(A.Subject(key)).Variant;
    }

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
