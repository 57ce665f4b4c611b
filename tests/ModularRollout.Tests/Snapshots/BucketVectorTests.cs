using System.Globalization;
using System.Text.Json;
using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Snapshots;

/// <summary>Our code against the golden vectors, which are only ever added to.</summary>
public sealed class BucketVectorTests
{
    [Fact]
    public void OfText_GoldenVectors_GivesTheirHashes() =>
        Assert.All(Vectors("hashes.json", "texts"), vector => Assert.Equal(HexOf(vector, "hash"), KeyHash.OfText(TextOf(vector))));

    [Fact]
    public void Mix_GoldenVectors_GivesTheirHashes() => Assert.All(Vectors("hashes.json", "mixes"), vector =>
        Assert.Equal(HexOf(vector, "hash"), KeyHash.Mix(HexOf(vector, "keyHash"), KeyHash.Fold(HexOf(vector, "seed")))));

    [Fact]
    public void Buckets_GoldenVectors_AreTheirs() => Assert.All(Vectors("buckets.json", "buckets"), static vector =>
    {
        ulong keyHash = KeyHash.OfText(TextOf(vector.GetProperty("key")));
        ulong seed = KeyHash.OfSalt(vector.GetProperty("salt").GetString()!);
        ulong hash = KeyHash.Mix(keyHash, KeyHash.Fold(seed));

        Assert.Equal(HexOf(vector, "keyHash"), keyHash);
        Assert.Equal(HexOf(vector, "seed"), seed);
        Assert.Equal(HexOf(vector, "hash"), hash);
        Assert.Equal(vector.GetProperty("bucket").GetDouble(), Math.ScaleB(hash, -64));
    });

    [Fact]
    public void Splits_GoldenVectors_GiveTheirVariants() => Assert.All(Vectors("buckets.json", "splits"), static vector =>
    {
        decimal[] weights = [.. ItemsOf(vector, "weights").Select(static text => decimal.Parse(text, CultureInfo.InvariantCulture))];
        ulong[] hashes = [.. ItemsOf(vector, "hashes").Select(Hex)];
        int[] variants = [.. vector.GetProperty("variants").EnumerateArray().Select(static variant => variant.GetInt32())];

        ulong[] bounds = ShareBounds.Of(weights);

        Assert.Equal(ItemsOf(vector, "bounds").Select(Hex), bounds);
        Assert.Equal(variants, hashes.Select(hash => bounds.TakeWhile(bound => hash >= bound).Count()));
    });

    private static IEnumerable<JsonElement> Vectors(string file, string section)
    {
        string path = RepositoryFiles.PathOf("tests/ModularRollout.Vectors/" + file);
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.GetProperty(section).Clone().EnumerateArray()];
    }

    private static string TextOf(JsonElement vector)
    {
        if (vector.TryGetProperty("units", out JsonElement units))
        {
            return string.Concat(units.EnumerateArray().Select(static unit => (char)unit.GetUInt16()));
        }

        int times = vector.TryGetProperty("times", out JsonElement value) ? value.GetInt32() : 1;
        return string.Concat(Enumerable.Repeat(vector.GetProperty("text").GetString(), times));
    }

    private static IEnumerable<string> ItemsOf(JsonElement vector, string name) =>
        vector.GetProperty(name).EnumerateArray().Select(static item => item.GetString()!);

    private static ulong HexOf(JsonElement vector, string name) => Hex(vector.GetProperty(name).GetString()!);

    private static ulong Hex(string text) => ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
