using ModularRollout.Definitions;

namespace ModularRollout.Snapshots.Conditions;

/// <summary>The text is a version in a range.</summary>
internal sealed class SemVerTest : AttributeTest
{
    private readonly SemVerRange _range;

    public SemVerTest(AttributeRef attribute, SemVerRange range)
        : base(attribute) => _range = range;

    protected override string Comparison => $"semver \"{_range.Text}\"";

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot) =>
        Attribute.Text(context, snapshot) is { } text && _range.Contains(text);
}
