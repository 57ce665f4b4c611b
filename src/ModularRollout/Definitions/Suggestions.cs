namespace ModularRollout.Definitions;

/// <summary>Finds the name an author probably meant.</summary>
internal static class Suggestions
{
    private const int LongestName = 64;

    /// <summary>Gets the name nearest to a mistyped one, or <see langword="null"/> if none is near.</summary>
    public static string? Closest(string name, IEnumerable<string> names)
    {
        if (name.Length > LongestName)
        {
            return null;
        }

        string? closest = null;
        int least = Math.Max(1, name.Length / 3) + 1;
        foreach (string candidate in names)
        {
            int distance = Math.Abs(candidate.Length - name.Length) < least && candidate.Length <= LongestName
                ? Distance(name, candidate)
                : int.MaxValue;
            if (distance < least)
            {
                (closest, least) = (candidate, distance);
            }
        }

        return closest;
    }

    /// <summary>Gets the sentence that offers the nearest name, or an empty text.</summary>
    public static string DidYouMean(string name, IEnumerable<string> names) =>
        Closest(name, names) is { } closest ? $" Did you mean `{closest}`?" : "";

    // Edits: insert, delete, replace, and swap of two neighbours; letters of another case count as equal.
    private static int Distance(string x, string y)
    {
        int width = y.Length + 1;
        Span<int> cells = stackalloc int[3 * (LongestName + 1)];
        Span<int> before = cells[..width], above = cells.Slice(width, width), row = cells.Slice(2 * width, width);
        for (int j = 0; j < width; j++)
        {
            above[j] = j;
        }

        for (int i = 1; i <= x.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j < width; j++)
            {
                int cost = Same(x[i - 1], y[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + cost);
                if (i > 1 && j > 1 && Same(x[i - 1], y[j - 2]) && Same(x[i - 2], y[j - 1]))
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            Span<int> spare = before;
            before = above;
            above = row;
            row = spare;
        }

        return above[width - 1];
    }

    private static bool Same(char x, char y) => char.ToLowerInvariant(x) == char.ToLowerInvariant(y);
}
