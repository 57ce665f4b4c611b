namespace ModularRollout.Definitions;

/// <summary>The stable codes of everything that can be wrong with a definition.</summary>
/// <remarks>A code is never reused for another problem. MR10xx are errors; MR11xx are warnings, of which strict reading raises <see cref="Governance"/>.</remarks>
internal static class DefinitionCodes
{
    public const string Syntax = "MR1001";
    public const string UnknownProperty = "MR1002";
    public const string DuplicateName = "MR1003";
    public const string WrongType = "MR1004";
    public const string MissingProperty = "MR1005";
    public const string UnknownWord = "MR1006";
    public const string InvalidName = "MR1007";
    public const string SchemaVersion = "MR1008";
    public const string LimitExceeded = "MR1009";
    public const string TooManyProblems = "MR1010";
    public const string UnknownVariant = "MR1011";
    public const string MixedVariants = "MR1012";
    public const string InvalidWeights = "MR1013";
    public const string ReservedSalt = "MR1014";
    public const string EmptyList = "MR1015";
    public const string Conflict = "MR1016";
    public const string ConditionShape = "MR1017";
    public const string UnknownTest = "MR1018";
    public const string InvalidPattern = "MR1019";
    public const string InvalidSemVer = "MR1020";
    public const string InvalidCidr = "MR1021";
    public const string InvalidInstant = "MR1022";
    public const string InvalidUri = "MR1023";
    public const string OutOfRange = "MR1024";
    public const string InvalidDuration = "MR1025";
    public const string OtherwiseNotBaseline = "MR1026";
    public const string InvalidPlan = "MR1027";

    // Found across documents, by the linker.
    public const string UnknownSegment = "MR1501";
    public const string SegmentCycle = "MR1502";
    public const string UnknownFlag = "MR1503";
    public const string UnknownRequiredVariant = "MR1504";
    public const string PrerequisiteCycle = "MR1505";
    public const string TooDeepReferences = "MR1506";
    public const string TooCostlyEvaluation = "MR1507";
    public const string UnknownAudience = "MR1508";
    public const string UnusedSegment = "MR1509";

    public const string PlanCycle = "MR1510";
    public const string UnknownPlanFlag = "MR1511";
    public const string LockedReference = "MR1512";

    public const string Expired = "MR1101";
    public const string UnreachableRule = "MR1102";
    public const string Governance = "MR1103";
    public const string VariantNeverServed = "MR1105";
    public const string DoesNotApply = "MR1106";
    public const string MoreWarnings = "MR1107";
    public const string DoubtfulPlan = "MR1108";
    public const string UnlikelyProof = "MR1109";
}
