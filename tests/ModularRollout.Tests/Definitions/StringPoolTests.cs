using System.Text;
using ModularRollout.Definitions.Reading;

namespace ModularRollout.Tests.Definitions;

public sealed class StringPoolTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("Zürich")]
    [InlineData("日本語")]
    [InlineData("😀 is two units")]
    public void Get_SameTextTwice_IsOneString(string text)
    {
        var pool = new StringPool();

        string first = pool.Get(Encoding.UTF8.GetBytes(text));
        string second = pool.GetOrAdd(Encoding.UTF8.GetBytes(text), out bool existed);

        Assert.Equal(text, first);
        Assert.Same(first, second);
        Assert.True(existed);
    }

    // Among so many texts of one length some have the same 32 bits of hash, whatever the seed: ten pairs on average.
    [Theory]
    [InlineData("a")]
    [InlineData("ä")]
    public void Get_ManyTexts_KeepsEachApart(string prefix)
    {
        var pool = new StringPool();
        string[] texts = [.. Enumerable.Range(100_000, 300_000).Select(i => $"{prefix}{i}")];

        string[] first = [.. texts.Select(text => pool.Get(Encoding.UTF8.GetBytes(text)))];
        string[] again = [.. texts.Select(text => pool.Get(Encoding.UTF8.GetBytes(text)))];

        Assert.Equal(texts, first);
        Assert.All(first.Zip(again), static pair => Assert.Same(pair.First, pair.Second));
    }
}
