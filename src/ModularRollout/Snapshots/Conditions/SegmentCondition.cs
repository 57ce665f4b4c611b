namespace ModularRollout.Snapshots.Conditions;

/// <summary>Refers to a segment, whose condition may change without this one being compiled again.</summary>
internal sealed class SegmentCondition : CompiledCondition
{
    public SegmentCondition(string segment, int position)
    {
        Segment = segment;
        Position = position;
    }

    public string Segment { get; }

    /// <summary>Gets where the reference stands in its document, for the linker's diagnostics.</summary>
    public int Position { get; }

    /// <summary>Gets or sets the segment's place in every snapshot of the gate; set by the linker before the snapshot is published.</summary>
    public int Index { get; set; } = -1;

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot) =>
        snapshot.Segments[Index]!.Condition.Matches(context, snapshot);

    public override ExplanationStep Explain(in EvaluationContext context, FeatureSnapshot snapshot) =>
        new($"segment {Segment}", Matches(context, snapshot), null, [snapshot.Segments[Index]!.Condition.Explain(context, snapshot)]);
}
