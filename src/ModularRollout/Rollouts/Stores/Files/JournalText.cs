namespace ModularRollout.Rollouts.Stores.Files;

/// <summary>The text of a journal's file: a line for each entry.</summary>
internal static class JournalText
{
    /// <summary>Gets how much of a text is whole entries; what follows is an append that was never acknowledged.</summary>
    /// <remarks>
    /// A line counts once its end is there. A last line with a zero byte does not: entries have none, but after a power failure there
    /// are zeros where a file has grown and its content has not arrived.
    /// </remarks>
    public static int WholeLength(ReadOnlySpan<byte> text)
    {
        int end = text.LastIndexOf((byte)'\n') + 1;
        ReadOnlySpan<byte> last = LastLine(text[..end]);
        return last.Contains((byte)0) ? end - last.Length - 1 : end;
    }

    /// <summary>Gets the last line of whole lines, without its end; nothing when there is none.</summary>
    public static ReadOnlySpan<byte> LastLine(ReadOnlySpan<byte> whole)
    {
        ReadOnlySpan<byte> text = whole.IsEmpty ? whole : whole[..^1];
        return text[(text.LastIndexOf((byte)'\n') + 1)..];
    }

    /// <summary>Gets the lines of whole lines, without their ends.</summary>
    /// <param name="whole">The lines.</param>
    /// <param name="skip">How many to leave out at the beginning.</param>
    public static List<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> whole, long skip)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        for (long i = 0; !whole.IsEmpty; i++)
        {
            int end = whole.Span.IndexOf((byte)'\n');
            if (i >= skip)
            {
                lines.Add(whole[..end]);
            }

            whole = whole[(end + 1)..];
        }

        return lines;
    }
}
