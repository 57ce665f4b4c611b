namespace ModularRollout.Definitions.Reading;

/// <summary>Works out line, column and path of problems, in one walk over the parts of the document that have any.</summary>
internal static class DiagnosticLocator
{
    public static List<DefinitionDiagnostic> Locate(ReadOnlyMemory<byte> bytes, string? source, List<PendingDiagnostic> pending)
    {
        var located = new List<DefinitionDiagnostic>(pending.Count);
        if (pending.Count == 0)
        {
            return located;
        }

        var lines = new LineCounter(bytes);
        var path = new PathWalker(bytes);
        foreach (PendingDiagnostic item in InOrder(pending))
        {
            (int line, int column) = lines.At(item.Position);
            string place = path.At(item.Entry, item.Position);
            located.Add(new DefinitionDiagnostic(item.Code, item.Severity, place, line, column, item.Message, source));
        }

        return located;
    }

    // Sorts by position; what stands at the same position stays in the order of its discovery.
    private static PendingDiagnostic[] InOrder(List<PendingDiagnostic> pending)
    {
        var keys = new long[pending.Count];
        PendingDiagnostic[] items = pending.ToArray();
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = ((long)items[i].Position << 32) | (uint)i;
        }

        Array.Sort(keys, items);
        return items;
    }
}
