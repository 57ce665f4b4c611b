using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Plans;

/// <summary>A rollout's plan while it is read.</summary>
internal struct PlanState
{
    public FlagScope Flag;
    public ParsedRollout Parsed;
}

/// <summary>A stage while it is read.</summary>
internal struct StageState
{
    public ParsedStage Parsed;
}

/// <summary>A guard while it is read.</summary>
internal struct GuardState
{
    public string? Name;

    /// <summary>Whether <c>timesBaseline</c> or <c>rate</c> was read, in the limit that is being read.</summary>
    public int Limits;
}
