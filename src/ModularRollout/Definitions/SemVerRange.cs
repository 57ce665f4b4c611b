using System.Diagnostics.CodeAnalysis;
using Semver;

namespace ModularRollout.Definitions;

/// <summary>A range of SemVer 2.0 versions: <c>= &lt; &lt;= &gt; &gt;= ^ ~</c> before versions of three parts, a space for AND, <c>||</c> for OR.</summary>
/// <remarks>
/// Membership goes by precedence alone, prereleases included: <c>&lt;3.0.0</c> holds 3.0.0-rc.1. Only <c>^</c> and <c>~</c> end
/// before the prereleases of the version they end at: <c>^1.2.3</c> does not hold 2.0.0-rc.1.
/// </remarks>
internal sealed class SemVerRange
{
    /// <summary>The longest text of a range.</summary>
    public const int MaxLength = 1_000;

    private readonly SemVerBound?[] _starts;
    private readonly SemVerBound?[] _ends;

    private SemVerRange(string text, SemVersionRange range)
    {
        Text = text;
        _starts = new SemVerBound?[range.Count];
        _ends = new SemVerBound?[range.Count];
        for (int i = 0; i < range.Count; i++)
        {
            _starts[i] = SemVerBound.Of(range[i].Start, range[i].StartInclusive);
            _ends[i] = SemVerBound.Of(range[i].End, range[i].EndInclusive);
        }
    }

    /// <summary>Gets the range as its author wrote it.</summary>
    public string Text { get; }

    /// <summary>Reads a range; fails with one sentence that says what is wrong and what would be right.</summary>
    public static bool TryParse(string range, [NotNullWhen(true)] out SemVerRange? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        error = range.Length > MaxLength
            ? FormattableString.Invariant($"The version range has {range.Length} characters; it may have at most {MaxLength}.")
            : null;
        if (error is null)
        {
            (value, error) = Read(range);
        }

        return value is not null;
    }

    /// <summary>Decides whether a version is in the range. A malformed version is in no range.</summary>
    public bool Contains(ReadOnlySpan<char> version)
    {
        if (!SemVerText.TryParse(version, out SemVerText parsed))
        {
            return false;
        }

        for (int i = 0; i < _starts.Length; i++)
        {
            if ((_starts[i]?.IsAtMost(parsed) ?? true) && (_ends[i]?.IsAtLeast(parsed) ?? true))
            {
                return true;
            }
        }

        return false;
    }

    private static (SemVerRange? Value, string? Error) Read(string text)
    {
        // The library also reads wildcards, which the definition format does not have.
        bool isRange = SemVersionRange.TryParse(text, SemVersionRangeOptions.IncludeAllPrerelease, out SemVersionRange? range, MaxLength);
        if (!isRange || range is null || text.Contains('*', StringComparison.Ordinal))
        {
            return (null, $"'{text}' is not a version range; write versions of three parts, such as '>=2.4.0 <3.0.0 || ^4.1.0'.");
        }

        return range.Count == 0 ? (null, $"No version can be in the range '{text}'.") : (new SemVerRange(text, range), null);
    }
}
