using ModularRollout.Definitions;

namespace ModularRollout.Rollouts.Governance;

/// <summary>Says how well a gate's flags are cared for: what is missing, expired, finished, stuck, or of no use any more.</summary>
/// <remarks>
/// Immutable: true of the moment it was made, by <see cref="FeatureGate.Govern"/>. That a flag is not decided is known of this process alone, since it began to count, unless
/// <see cref="GovernanceOptions.LastDecidedElsewhere"/> knows more; a flag that a decided flag requires counts as decided.
/// </remarks>
public sealed class GovernanceReport
{
    private GovernanceReport(GovernanceFinding[] findings, int flags, DateTimeOffset madeAt, DateTimeOffset countedSince)
    {
        Findings = Array.AsReadOnly(findings);
        FlagCount = flags;
        MadeAt = madeAt;
        CountedSince = countedSince;
    }

    /// <summary>Gets when the report was made.</summary>
    public DateTimeOffset MadeAt { get; }

    /// <summary>Gets since when decisions have been counted in this process.</summary>
    public DateTimeOffset CountedSince { get; }

    /// <summary>Gets how many flags were looked at.</summary>
    public int FlagCount { get; }

    /// <summary>Gets what was found, the gravest first, then in the ordinal order of flags and codes.</summary>
    public IReadOnlyList<GovernanceFinding> Findings { get; }

    /// <summary>Gets how many findings have a severity.</summary>
    /// <param name="severity">The severity.</param>
    /// <returns>Zero or more.</returns>
    public int Count(GovernanceSeverity severity)
    {
        int count = 0;
        foreach (GovernanceFinding finding in Findings)
        {
            count += finding.Severity == severity ? 1 : 0;
        }

        return count;
    }

    /// <summary>Writes the report as a page.</summary>
    /// <returns>Markdown (CommonMark with GitHub's tables) with line feeds, the same in every culture; texts of definitions and kills are escaped.</returns>
    public string ToMarkdown()
    {
        var page = new MarkdownWriter();
        page.Heading(1, "Governance of flags");
        page.Paragraph($"{FlagCount} flags at {MadeAt}: {Count(GovernanceSeverity.Error)} errors, {Count(GovernanceSeverity.Warning)} warnings, {Count(GovernanceSeverity.Note)} notes. Decisions have been counted in this process since {CountedSince}.");
        if (Findings.Count == 0)
        {
            return page.Paragraph("Nothing is wrong.").ToString();
        }

        page.Table("severity", "code", "flag", "owner", "what is wrong", "what to do");
        foreach (GovernanceFinding finding in Findings)
        {
            page.Row(
                GovernanceWords.Of(finding.Severity), finding.Code, MarkdownText.Code(finding.Flag), finding.Owner ?? "", MarkdownText.Prose(finding.Sentence), MarkdownText.Prose(finding.Remedy));
        }

        return page.ToString();
    }

    /// <summary>Looks at the flags of a gate.</summary>
    internal static GovernanceReport Of(FeatureGate gate, GovernanceOptions options)
    {
        DecisionSightings sightings = gate.Rollouts.Sightings;
        sightings.Observe();
        FeatureSnapshot snapshot = gate.Current;
        DateTimeOffset now = gate.Rollouts.Now;
        var kills = new Dictionary<string, FlagKill>(StringComparer.Ordinal);
        foreach (FlagKill kill in gate.Status.Kills)
        {
            kills.Add(kill.Flag, kill);
        }

        Dictionary<string, DateTimeOffset> uses = FlagUse.Of(snapshot, sightings);
        var flags = new List<GovernanceFacts>(snapshot.Flags.Count);
        foreach (FlagDefinition definition in snapshot.Flags)
        {
            var flag = GovernanceFacts.Of(definition, now);
            RolloutProgress? rollout = gate.Rollouts.Find(flag.Flag);
            flag = flag with { Rollout = rollout, Plan = rollout?.PlanToDo ?? flag.Plan, Kill = kills.GetValueOrDefault(flag.Flag) };
            flags.Add(Watch(flag, uses, sightings, options));
            kills.Remove(flag.Flag);
        }

        foreach (FlagKill kill in kills.Values)
        {
            flags.Add(new GovernanceFacts { Flag = kill.Flag, Now = now, IsDefined = false, Kill = kill, WatchedSince = now });
        }

        return new GovernanceReport(GovernanceFindings.Of(flags, options), snapshot.Flags.Count, now, sightings.Since);
    }

    /// <summary>Adds what is known of a flag's decisions; asks elsewhere only where this process has seen too little.</summary>
    private static GovernanceFacts Watch(GovernanceFacts flag, Dictionary<string, DateTimeOffset> uses, DecisionSightings sightings, GovernanceOptions options)
    {
        DateTimeOffset? last = uses.TryGetValue(flag.Flag, out DateTimeOffset at) ? at : null;
        DateTimeOffset since = sightings.WatchedSince(flag.Flag);
        bool asks = options.LastDecidedElsewhere is not null && flag.Now - (last ?? DateTimeOffset.MinValue) >= options.UndecidedFor;
        if (asks)
        {
            DateTimeOffset? elsewhere = options.LastDecidedElsewhere!(flag.Flag);
            last = last is null || elsewhere > last ? elsewhere ?? last : last;
            since = options.CountedElsewhereSince < since ? options.CountedElsewhereSince.Value : since;
        }

        return flag with { LastDecided = last, WatchedSince = since > flag.WatchedSince ? since : flag.WatchedSince, IsWatchedEverywhere = asks };
    }
}
