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

    [Fact]
    public void Get_ManyTexts_KeepsEachApart()
    {
        var pool = new StringPool();
        string[] texts = [.. Enumerable.Range(0, 1_000).Select(static i => $"ä{i}")];

        string[] first = [.. texts.Select(text => pool.Get(Encoding.UTF8.GetBytes(text)))];
        string[] again = [.. texts.Select(text => pool.Get(Encoding.UTF8.GetBytes(text)))];

        Assert.Equal(texts, first);
        Assert.All(first.Zip(again), static pair => Assert.Same(pair.First, pair.Second));
    }
}
