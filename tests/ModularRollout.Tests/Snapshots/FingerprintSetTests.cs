using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Snapshots;

public sealed class FingerprintSetTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Contains_EmptySet_HoldsNothing(bool ignoreCase)
    {
        var set = new FingerprintSet([], ignoreCase);

        Assert.False(set.Contains(""));
        Assert.False(set.Contains("a"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Contains_EmptyText_IsATextLikeAnyOther(bool ignoreCase)
    {
        var set = new FingerprintSet([""], ignoreCase);

        Assert.True(set.Contains(""));
        Assert.False(set.Contains("a"));
    }

    [Theory]
    [InlineData("Alice", "alice", false, false)]
    [InlineData("Alice", "alice", true, true)]
    [InlineData("ÄPFEL", "äpfel", false, false)]
    [InlineData("ÄPFEL", "äpfel", true, true)]
    [InlineData("straße", "STRASSE", true, false)]
    [InlineData("𐐀", "𐐨", true, true)]
    [InlineData("𐐀", "𐐨", false, false)]
    public void Contains_OtherSpelling_DependsOnCase(string entry, string text, bool ignoreCase, bool expected)
    {
        var set = new FingerprintSet([entry, "other"], ignoreCase);

        Assert.Equal(expected, set.Contains(text));
        Assert.True(set.Contains(entry));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Contains_LoneSurrogates_AreToldApart(bool ignoreCase)
    {
        var set = new FingerprintSet(["a\ud800"], ignoreCase);

        Assert.True(set.Contains("a\ud800"));
        Assert.Equal(ignoreCase, set.Contains("A\ud800"));
        Assert.False(set.Contains("a\ud801"));
        Assert.False(set.Contains("a\udfff"));
        Assert.False(set.Contains("a\ufffd"));
    }

    [Theory]
    [InlineData("ſ", "S")]
    [InlineData("ſaſ", "SAS")]
    [InlineData("äſ", "ÄS")]
    [InlineData("K", "k")] // the sign of the kelvin
    [InlineData("ı", "I")]
    public void Contains_LetterOfADoubtfulCase_IsWhatTheFrameworkSays(string entry, string text)
    {
        var set = new FingerprintSet([entry], ignoreCase: true);

        Assert.Equal(entry.Equals(text, StringComparison.OrdinalIgnoreCase), set.Contains(text));
    }

    [Theory]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(70_000)]
    public void Contains_LongText_IsFoldedWhole(int length)
    {
        var set = new FingerprintSet([new string('ä', length)], ignoreCase: true);

        Assert.True(set.Contains(new string('Ä', length)));
        Assert.False(set.Contains(new string('Ä', length - 1)));
        Assert.False(set.Contains(new string('Ä', length + 1)));
        Assert.False(set.Contains(new string('Ä', length - 1) + "b"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Contains_ManyEntriesWithDuplicates_HoldsEachAndNoOther(bool ignoreCase)
    {
        string[] entries = [.. Enumerable.Range(0, 20_000).Select(static i => $"user-{i % 15_000}")];

        var set = new FingerprintSet(entries, ignoreCase);

        Assert.All(entries, entry => Assert.True(set.Contains(entry)));
        Assert.All(Enumerable.Range(15_000, 20_000), i => Assert.False(set.Contains($"user-{i}")));
    }

    [Fact]
    public void Constructor_ManyEntries_KeepsAtMost24BytesEach()
    {
        string[] entries = [.. Enumerable.Range(0, 100_000).Select(static i => $"user-{i}")];
        GC.KeepAlive(new FingerprintSet(entries, ignoreCase: false));

        long before = GC.GetAllocatedBytesForCurrentThread();
        var set = new FingerprintSet(entries, ignoreCase: false);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        GC.KeepAlive(set);
        Assert.InRange(bytes, 16L * entries.Length, 24L * entries.Length);
    }

    [Theory]
    [InlineData("ALICE", false)]
    [InlineData("ALICE", true)]
    [InlineData("ÄPFEL", true)]
    [InlineData("𐐀", true)]
    public void Contains_Warm_AllocatesNothing(string text, bool ignoreCase)
    {
        var set = new FingerprintSet(["alice", "äpfel", "𐐨", new string('x', 300)], ignoreCase);
        set.Contains(text);
        set.Contains(new string('x', 300));
        string longest = new('X', 300);

        long before = GC.GetAllocatedBytesForCurrentThread();
        set.Contains(text);
        set.Contains(longest);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Contains_EveryLetterIgnoringCase_AgreesWithTheFramework()
    {
        var expected = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string[] letters = [.. Enumerable.Range(0, 0x20000).Select(TextOf)];
        string[] odd = [.. letters.Where(static (_, i) => i % 2 == 1)];
        expected.UnionWith(odd);

        var set = new FingerprintSet(odd, ignoreCase: true);

        string[] differing = [.. letters.Where(letter => set.Contains(letter) != expected.Contains(letter))];
        Assert.Empty(differing);
    }

    [Property(MaxTest = 1_000)]
    public void Contains_AnyTexts_AgreesWithTheFramework(NonNull<string>[] entries, NonNull<string> text, bool ignoreCase)
    {
        string[] texts = [.. entries.Select(static entry => entry.Get)];
        var expected = new HashSet<string>(texts, ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

        var set = new FingerprintSet(texts, ignoreCase);

        Assert.Equal(expected.Contains(text.Get), set.Contains(text.Get));
        Assert.All(texts, entry => Assert.True(set.Contains(entry)));
        Assert.All(texts, entry => Assert.Equal(expected.Contains(entry.ToUpperInvariant()), set.Contains(entry.ToUpperInvariant())));
        Assert.All(texts, entry => Assert.Equal(expected.Contains(entry.ToLowerInvariant()), set.Contains(entry.ToLowerInvariant())));
    }

    [Property(MaxTest = 1_000, Arbitrary = [typeof(HardTexts)])]
    public void Contains_TextsOfHardLetters_AgreesWithTheFramework(HardText[] entries, HardText text, bool ignoreCase)
    {
        string[] texts = [.. entries.Select(static entry => entry.Text)];
        var expected = new HashSet<string>(texts, ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

        var set = new FingerprintSet(texts, ignoreCase);

        Assert.Equal(expected.Contains(text.Text), set.Contains(text.Text));
    }

    private static string TextOf(int codePoint) => codePoint < 0x10000 ? ((char)codePoint).ToString() : char.ConvertFromUtf32(codePoint);

    public sealed record HardText(string Text);

    /// <summary>Short texts of letters whose case is special.</summary>
    private static class HardTexts
    {
        public static Arbitrary<HardText> HardText() => Gen
            .Elements("s", "S", "ſ", "i", "I", "ı", "İ", "ß", "ẞ", "k", "K", "\u212A", "µ", "μ", "σ", "ς", "𐐀", "𐐨", "\ud801", "\udc28")
            .ArrayOf().Resize(3).Select(static letters => new HardText(string.Concat(letters))).ToArbitrary();
    }
}
