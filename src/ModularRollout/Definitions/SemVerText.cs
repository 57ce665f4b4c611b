namespace ModularRollout.Definitions;

/// <summary>A SemVer 2.0 version, as spans of its text. Build metadata is checked and forgotten, because it has no precedence.</summary>
internal readonly ref struct SemVerText
{
    private readonly ReadOnlySpan<char> _major;
    private readonly ReadOnlySpan<char> _minor;
    private readonly ReadOnlySpan<char> _patch;
    private readonly ReadOnlySpan<char> _prerelease;

    public SemVerText(ReadOnlySpan<char> major, ReadOnlySpan<char> minor, ReadOnlySpan<char> patch, ReadOnlySpan<char> prerelease)
    {
        _major = major;
        _minor = minor;
        _patch = patch;
        _prerelease = prerelease;
    }

    /// <summary>Reads a version, allocating nothing. Numbers may have any length.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SemVerText version)
    {
        version = default;
        int plus = text.IndexOf('+');
        if (plus >= 0 && !AreIdentifiers(text[(plus + 1)..], numbersMayLeadWithZero: true))
        {
            return false;
        }

        ReadOnlySpan<char> rest = plus < 0 ? text : text[..plus];
        int hyphen = rest.IndexOf('-');
        if (hyphen >= 0 && !AreIdentifiers(rest[(hyphen + 1)..], numbersMayLeadWithZero: false))
        {
            return false;
        }

        ReadOnlySpan<char> core = hyphen < 0 ? rest : rest[..hyphen];
        ReadOnlySpan<char> prerelease = hyphen < 0 ? default : rest[(hyphen + 1)..];
        ReadOnlySpan<char> major = Next(ref core);
        ReadOnlySpan<char> minor = Next(ref core);
        version = new SemVerText(major, minor, core, prerelease);
        return AsciiDigits.AreCanonical(major) && AsciiDigits.AreCanonical(minor) && AsciiDigits.AreCanonical(core);
    }

    /// <summary>Compares two versions by precedence: less than, equal to or greater than zero.</summary>
    public static int Compare(in SemVerText left, in SemVerText right)
    {
        int order = CompareNumbers(left._major, right._major);
        order = order != 0 ? order : CompareNumbers(left._minor, right._minor);
        order = order != 0 ? order : CompareNumbers(left._patch, right._patch);
        return order != 0 ? order : ComparePrereleases(left._prerelease, right._prerelease);
    }

    private static int ComparePrereleases(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            // A release comes after its prereleases, and the emptier text is the release.
            return right.Length.CompareTo(left.Length);
        }

        while (!left.IsEmpty && !right.IsEmpty)
        {
            int order = CompareIdentifiers(Next(ref left), Next(ref right));
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static int CompareIdentifiers(ReadOnlySpan<char> left, ReadOnlySpan<char> right) => (AsciiDigits.Are(left), AsciiDigits.Are(right)) switch
    {
        (true, true) => CompareNumbers(left, right),
        (true, false) => -1,
        (false, true) => 1,
        _ => left.SequenceCompareTo(right),
    };

    /// <summary>Compares numbers without leading zeros: the longer one is the greater one.</summary>
    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int order = left.Length.CompareTo(right.Length);
        return order != 0 ? order : left.SequenceCompareTo(right);
    }

    /// <summary>Takes what stands before the next dot, and the dot, off the text.</summary>
    private static ReadOnlySpan<char> Next(scoped ref ReadOnlySpan<char> text)
    {
        int dot = text.IndexOf('.');
        ReadOnlySpan<char> next = dot < 0 ? text : text[..dot];
        text = dot < 0 ? default : text[(dot + 1)..];
        return next;
    }

    private static bool AreIdentifiers(ReadOnlySpan<char> text, bool numbersMayLeadWithZero)
    {
        foreach (Range identifier in text.Split('.'))
        {
            if (!IsIdentifier(text[identifier], numbersMayLeadWithZero))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsIdentifier(ReadOnlySpan<char> text, bool numbersMayLeadWithZero) =>
        AsciiDigits.Are(text) ? numbersMayLeadWithZero || AsciiDigits.AreCanonical(text) : IsWord(text);

    private static bool IsWord(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }
}
