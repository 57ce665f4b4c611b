using System.Text;

namespace ModularRollout.Rollouts.Telemetry;

/// <summary>What sentences say but for their figures, which change at every look: <c>It has been healthy for # of #.</c></summary>
internal static class SentenceShape
{
    public static string Of(IReadOnlyList<string> sentences)
    {
        var shape = new StringBuilder();
        foreach (string sentence in sentences)
        {
            Add(shape, sentence);
            shape.Append('\n');
        }

        return shape.ToString();
    }

    /// <summary>Adds a sentence; figures in a row, such as <c>1m 10s</c>, are one.</summary>
    private static void Add(StringBuilder shape, ReadOnlySpan<char> sentence)
    {
        bool wasFigure = false;
        foreach (Range range in sentence.Split(' '))
        {
            ReadOnlySpan<char> word = sentence[range];
            bool isFigure = IsFigure(word);
            if (!isFigure)
            {
                shape.Append(word).Append(' ');
            }
            else if (!wasFigure)
            {
                shape.Append("# ");
            }

            wasFigure = isFigure;
        }
    }

    /// <summary>Names stand in quotes, so that what begins with a digit is a figure.</summary>
    private static bool IsFigure(ReadOnlySpan<char> word)
    {
        ReadOnlySpan<char> rest = word.TrimStart("(-+");
        return rest.Length > 0 && char.IsAsciiDigit(rest[0]);
    }
}
