namespace ModularRollout.Definitions;

/// <summary>What evaluation needs of a rollout's plan; the rest is read from the document's bytes on demand.</summary>
internal sealed class ParsedRollout
{
    public int Candidate { get; set; }

    public int Baseline { get; set; }

    /// <summary>Gets or sets the attribute that is bucketed; <see langword="null"/> for the targeting key.</summary>
    public string? By { get; set; }

    public List<ParsedStage> Stages { get; } = [];

    /// <summary>Gets or sets the flags whose rollouts must have completed.</summary>
    public string[] After { get; set; } = [];

    /// <summary>Gets or sets the flags whose rollouts must not run at the same time.</summary>
    public string[] ConflictsWith { get; set; } = [];

    public int Start { get; set; }

    public int Length { get; set; }
}

/// <summary>One stage of a plan: an audience, or a share.</summary>
internal struct ParsedStage
{
    public string Name;
    public string? Audience;
    public decimal? Percent;
    public decimal HoldbackPercent;
    public int Position;
}
