using System.Text;

namespace ModularRollout.Definitions.Reading;

/// <summary>The words one property may have.</summary>
internal sealed class Words
{
    private readonly byte[][] _utf8;

    public Words(string noun, params string[] all)
    {
        Noun = noun;
        All = all;
        Choice = string.Concat("`", string.Join("`, `", all[..^1]), "` or `", all[^1], "`");
        _utf8 = Array.ConvertAll(all, Encoding.UTF8.GetBytes);
    }

    /// <summary>Gets what the words are, with its article.</summary>
    public string Noun { get; }

    public string[] All { get; }

    /// <summary>Gets the words as a choice in a sentence.</summary>
    public string Choice { get; }

    public int Find(ReadOnlySpan<byte> word)
    {
        for (int i = 0; i < _utf8.Length; i++)
        {
            if (word.SequenceEqual(_utf8[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
