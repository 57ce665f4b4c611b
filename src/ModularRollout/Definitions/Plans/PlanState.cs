using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Plans;

/// <summary>A rollout's plan while it is read: what its checks need, with places.</summary>
internal sealed class PlanState
{
    public required FlagScope Flag { get; init; }

    public required ParsedRollout Parsed { get; init; }

    public List<StageState> Stages { get; } = [];

    public List<GuardState> Guards { get; } = [];

    /// <summary>Gets the flags that must come first, with their places.</summary>
    public List<(string Flag, int Position)> After { get; } = [];

    /// <summary>Gets the flags that must not run at the same time, with their places.</summary>
    public List<(string Flag, int Position)> ConflictsWith { get; } = [];

    public int ByPosition { get; set; }

    public int Probes { get; set; }

    public bool HasChangeHours { get; set; }

    public TimeSpan Settle { get; set; } = PlanLimits.DefaultSettle;

    public TimeSpan? Window { get; set; }

    /// <summary>Gets or sets where <c>measure</c> says <c>activity</c>; 0 if it does not.</summary>
    public int ActivityPosition { get; set; }
}

/// <summary>A stage while it is read.</summary>
internal struct StageState
{
    public ParsedStage Parsed;

    /// <summary>Whether the share was read, so that it can be compared.</summary>
    public bool HasShare;
    public int PercentPosition;
    public int HoldbackPosition;
    public TimeSpan Dwell;
    public int DwellPosition;
    public TimeSpan? Window;
    public int MinSubjects;
    public int MinSubjectsPosition;
}

/// <summary>A guard while it is read.</summary>
internal struct GuardState
{
    public string? Name;

    /// <summary>How many properties the object that is being read has, of which it may have one.</summary>
    public int Choices;

    /// <summary>The last of them.</summary>
    public string? Choice;

    /// <summary>The kind of event; <see langword="null"/> if it was not read.</summary>
    public string? Events;
    public string? CustomEvent;
    public int EventsPosition;

    /// <summary>Which property the limit has.</summary>
    public string? Limit;
    public int LimitPosition;

    /// <summary>Which property the proof has; it may have none.</summary>
    public string? Proof;

    /// <summary>Where the proof stands; 0 if there is none.</summary>
    public int ProofPosition;
    public int PerPosition;
    public int ReactionPosition;
    public bool IsDryRun;

    public readonly bool IsComparison => Limit == GuardGrammar.TimesBaseline;

    public readonly bool IsBudget => Limit == GuardGrammar.Rate;
}
