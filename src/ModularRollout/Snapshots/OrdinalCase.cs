using System.Buffers;
using System.Text;

namespace ModularRollout.Snapshots;

/// <summary>Folds the case of texts without surrogates, so that equal results mean equal by <see cref="StringComparison.OrdinalIgnoreCase"/>.</summary>
internal static class OrdinalCase
{
    private const char LongS = '\u017F';

    // The framework's invariant upper case of this one letter is S, but its ordinal comparison may tell them apart.
    private static readonly char s_upperLongS = "\u017F".Equals("S", StringComparison.OrdinalIgnoreCase) ? 'S' : LongS;

    /// <summary>Writes the upper case of a text and returns what was written, which is as long as the text.</summary>
    public static ReadOnlySpan<char> ToUpper(ReadOnlySpan<char> text, Span<char> destination)
    {
        if (Ascii.ToUpper(text, destination, out int length) == OperationStatus.Done)
        {
            return destination[..length];
        }

        length = text.ToUpperInvariant(destination);
        for (int i = text.IndexOf(LongS); i >= 0 && i < length; i++)
        {
            destination[i] = text[i] == LongS ? s_upperLongS : destination[i];
        }

        return destination[..length];
    }
}
