namespace ModularRollout.Rollouts.Governance;

/// <summary>Makes findings, and puts them in order.</summary>
internal static class GovernanceFindings
{
    public static GovernanceFinding Find(this GovernanceFacts flag, string code, GovernanceSeverity severity, string sentence, string remedy) =>
        new(code, severity, flag.Flag, sentence, remedy) { Owner = flag.Owner };

    /// <summary>Finds everything about some flags: the gravest first, then by flag and code.</summary>
    public static GovernanceFinding[] Of(IEnumerable<GovernanceFacts> flags, GovernanceOptions options)
    {
        var findings = new List<GovernanceFinding>();
        foreach (GovernanceFacts flag in flags)
        {
            Add(findings, FlagRules.Check(flag, options), options);
            Add(findings, RolloutRules.Check(flag, options), options);
        }

        GovernanceFinding[] sorted = [.. findings];
        Array.Sort(sorted, Compare);
        return sorted;
    }

    private static void Add(List<GovernanceFinding> findings, IEnumerable<GovernanceFinding?> found, GovernanceOptions options)
    {
        foreach (GovernanceFinding? finding in found)
        {
            if (finding is not null && !options.Ignored.Contains(finding.Code))
            {
                findings.Add(finding);
            }
        }
    }

    private static int Compare(GovernanceFinding a, GovernanceFinding b)
    {
        int order = b.Severity.CompareTo(a.Severity);
        order = order != 0 ? order : string.CompareOrdinal(a.Flag, b.Flag);
        return order != 0 ? order : string.CompareOrdinal(a.Code, b.Code);
    }
}
