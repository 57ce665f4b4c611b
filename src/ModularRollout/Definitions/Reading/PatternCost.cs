namespace ModularRollout.Definitions.Reading;

/// <summary>Estimates how long a pattern becomes when its counted repetitions are written out.</summary>
/// <remarks>Matching costs time and memory in proportion; <c>[a-z]{1,500}[0-9]{1,500}</c> takes 11 MB for one text.</remarks>
internal static class PatternCost
{
    public const int Most = 1000;

    public static long Of(string pattern)
    {
        int index = 0;
        return Sequence(pattern, ref index, depth: 0);
    }

    // A sequence costs the sum of its atoms, each times its repetitions; what is over the bound counts as twice the bound.
    private static long Sequence(string pattern, ref int index, int depth)
    {
        long sum = 0, atom = 0;
        while (index < pattern.Length && !(pattern[index] == ')' && depth > 0))
        {
            if (pattern[index] == '{' && TryRepetition(pattern, ref index, out int times))
            {
                sum += atom * (times - 1);
                atom *= times;
            }
            else
            {
                atom = Atom(pattern, ref index, depth);
                sum += atom;
            }

            sum = Math.Min(sum, 2 * Most);
            atom = Math.Min(atom, 2 * Most);
        }

        return sum;
    }

    private static long Atom(string pattern, ref int index, int depth)
    {
        char c = pattern[index++];
        switch (c)
        {
            case '\\':
                index++;
                return 1;
            case '[':
                SkipClass(pattern, ref index);
                return 1;
            case '(':
                long cost = Sequence(pattern, ref index, depth + 1);
                index++;
                return Math.Max(1, cost);
            default:
                return 1;
        }
    }

    private static void SkipClass(string pattern, ref int index)
    {
        int first = index;
        while (index < pattern.Length && (pattern[index] != ']' || index == first))
        {
            index += pattern[index] == '\\' ? 2 : 1;
        }

        index++;
    }

    // {3}, {3,} and {3,5}; anything else in braces is text.
    private static bool TryRepetition(string pattern, ref int index, out int times)
    {
        times = 0;
        int end = pattern.IndexOf('}', index);
        if (end < 0)
        {
            return false;
        }

        ReadOnlySpan<char> inside = pattern.AsSpan((index + 1)..end);
        int comma = inside.IndexOf(',');
        ReadOnlySpan<char> least = comma < 0 ? inside : inside[..comma], most = inside[(comma + 1)..];
        if (!IsNumber(least) || !(most.IsEmpty || IsNumber(most)))
        {
            return false;
        }

        times = Math.Max(Times(least), most.IsEmpty ? Times(least) + 1 : Times(most));
        index = end + 1;
        return true;
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    private static int Times(ReadOnlySpan<char> digits) => int.TryParse(digits, out int times) && times < 2 * Most ? times : 2 * Most;
}
