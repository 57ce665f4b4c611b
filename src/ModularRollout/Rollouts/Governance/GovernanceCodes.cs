namespace ModularRollout.Rollouts.Governance;

/// <summary>The stable codes of what can be wrong with the care of a flag.</summary>
/// <remarks>A code is never reused for another problem. MR30xx are about any flag, MR31xx about rollouts.</remarks>
internal static class GovernanceCodes
{
    public const string NoOwner = "MR3001";
    public const string NoEnd = "MR3002";
    public const string NoRemovalPlan = "MR3003";
    public const string Expired = "MR3004";
    public const string ExpiresSoon = "MR3005";
    public const string NeverDecided = "MR3006";
    public const string KilledForLong = "MR3007";

    public const string NotRemoved = "MR3101";
    public const string Stuck = "MR3102";
    public const string Abandoned = "MR3103";
    public const string DrillMissing = "MR3104";
    public const string NoOperators = "MR3105";
    public const string NoGuard = "MR3106";
    public const string NoHypothesis = "MR3107";
    public const string NoEscalation = "MR3108";
}
