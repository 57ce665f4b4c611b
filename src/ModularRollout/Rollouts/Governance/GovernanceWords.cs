namespace ModularRollout.Rollouts.Governance;

/// <summary>The words of severities.</summary>
internal static class GovernanceWords
{
    public static string Of(GovernanceSeverity severity) => severity switch
    {
        GovernanceSeverity.Error => "error",
        GovernanceSeverity.Warning => "warning",
        _ => "note",
    };
}
