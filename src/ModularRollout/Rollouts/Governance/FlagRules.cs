using ModularRollout.Rollouts.Control;

namespace ModularRollout.Rollouts.Governance;

/// <summary>What any flag owes. Pure.</summary>
internal static class FlagRules
{
    /// <summary>Finds what is wrong with a flag, whatever it is used for.</summary>
    public static IEnumerable<GovernanceFinding?> Check(GovernanceFacts flag, GovernanceOptions options)
    {
        if (flag.IsDefined)
        {
            yield return flag.Owner is null
                ? flag.Find(GovernanceCodes.NoOwner, GovernanceSeverity.Warning, "The flag has no owner.", "Name the team that answers for it in `owner`.")
                : null;
            yield return End(flag, options);
            yield return !flag.IsPermanent && flag.RemovalPlan is null
                ? flag.Find(GovernanceCodes.NoRemovalPlan, GovernanceSeverity.Warning, "The flag has no removal plan.", "Say in `removalPlan` what is deleted, and when.")
                : null;
            yield return Undecided(flag, options);
        }

        yield return Killed(flag, options);
    }

    private static GovernanceFinding? End(GovernanceFacts flag, GovernanceOptions options)
    {
        if (flag.IsPermanent)
        {
            return null;
        }

        if (flag.Expires is not { } last)
        {
            return flag.Find(GovernanceCodes.NoEnd, GovernanceSeverity.Warning, "The flag has no end.", "Give it a date in `expires`, or say `\"permanent\": true`.");
        }

        // A flag may live on its last day, in UTC.
        DateTimeOffset end = new(last.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        TimeSpan left = end.AddDays(1) - flag.Now;
        return left <= TimeSpan.Zero
            ? flag.Find(GovernanceCodes.Expired, GovernanceSeverity.Error, $"The flag expired on {Sentences.Of(last)}.", $"{Removal(flag)} Or give it a later date.")
            : left <= options.ExpiringWithin
            ? flag.Find(GovernanceCodes.ExpiresSoon, GovernanceSeverity.Note, $"The flag expires on {Sentences.Of(last)}.", Removal(flag))
            : null;
    }

    private static GovernanceFinding? Undecided(GovernanceFacts flag, GovernanceOptions options)
    {
        TimeSpan silence = flag.Now - (flag.LastDecided ?? flag.WatchedSince);
        string where = flag.IsWatchedEverywhere ? "anywhere" : "in this process";
        string since = flag.LastDecided is { } last
            ? $"was last decided {where} at {Sentences.Of(last)}, {Sentences.Of(silence)} ago"
            : $"has not been decided {where} since {Sentences.Of(flag.WatchedSince)}, for {Sentences.Of(silence)}";
        return silence >= options.UndecidedFor
            ? flag.Find(GovernanceCodes.NeverDecided, GovernanceSeverity.Warning, $"The flag {since}.", $"Make sure that nobody asks for it elsewhere. {Removal(flag)}")
            : null;
    }

    private static GovernanceFinding? Killed(GovernanceFacts flag, GovernanceOptions options)
    {
        if (flag.Kill is not { } kill || flag.Now - kill.At < options.KilledFor)
        {
            return null;
        }

        string undefined = flag.IsDefined ? "" : ", which no provider defines,";
        return flag.Find(
            GovernanceCodes.KilledForLong,
            GovernanceSeverity.Warning,
            $"`{kill.Actor}` killed the flag{undefined} on {Sentences.Of(kill.At)}, {Sentences.Of(flag.Now - kill.At)} ago: {kill.Reason}",
            flag.IsDefined ? "Mend what was wrong and revive it, or remove it." : "Revive it, so that a flag of this name would not be born dead.");
    }

    /// <summary>What to do to be rid of a flag.</summary>
    public static string Removal(GovernanceFacts flag) => flag.RemovalPlan is { } plan ? $"Carry out its removal plan: {plan}" : "Remove it and the code it switches.";
}
