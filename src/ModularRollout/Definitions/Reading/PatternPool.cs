using System.Text.RegularExpressions;

namespace ModularRollout.Definitions.Reading;

/// <summary>Makes the regular expressions of one document; equal patterns share one.</summary>
internal sealed class PatternPool
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private readonly Dictionary<(string Pattern, bool IgnoreCase), Regex> _patterns = [];
    private readonly DefinitionLimits _limits;

    public PatternPool(DefinitionLimits limits) => _limits = limits;

    /// <summary>Makes a pattern ready; <see langword="null"/> with the reason if it is refused.</summary>
    public Regex? Get(string pattern, bool ignoreCase, out string? reason)
    {
        reason = null;
        if (_patterns.TryGetValue((pattern, ignoreCase), out Regex? regex))
        {
            return regex;
        }

        reason = Refuse(pattern);
        if (reason is not null)
        {
            return null;
        }

        try
        {
            regex = new Regex(pattern, ignoreCase ? Options | RegexOptions.IgnoreCase : Options);
        }
        catch (RegexParseException exception)
        {
            reason = $"is not a regular expression ({exception.Error} at character {exception.Offset})";
            return null;
        }
        catch (NotSupportedException)
        {
            reason = "needs backtracking; use no look-around, back-reference, atomic group or conditional";
            return null;
        }

        _patterns.Add((pattern, ignoreCase), regex);
        return regex;
    }

    private string? Refuse(string pattern)
    {
        if (pattern.Length > _limits.RegexLength)
        {
            return $"has {pattern.Length} characters; at most {_limits.RegexLength} are allowed";
        }

        if (PatternCost.Of(pattern) > PatternCost.Most)
        {
            return $"repeats too much; written out it may have at most {PatternCost.Most} characters";
        }

        return _patterns.Count >= _limits.Patterns ? $"is one too many; a document may have {_limits.Patterns} different patterns" : null;
    }
}
