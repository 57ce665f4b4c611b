using System.Runtime.CompilerServices;

namespace ModularRollout.Snapshots.Conditions;

/// <summary>The attribute is present, or absent.</summary>
internal sealed class ExistsTest : AttributeTest
{
    private readonly bool _expected;

    public ExistsTest(AttributeRef attribute, bool expected)
        : base(attribute) => _expected = expected;

    protected override string Comparison => _expected ? "exists" : "does not exist";

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot) => Exists(context, snapshot) == _expected;

    private bool Exists(in EvaluationContext context, FeatureSnapshot snapshot) =>
        Attribute.IsTargetingKey ? context.Key is not null
        : Attribute.IsNow || !Unsafe.IsNullRef(in Attribute.Find(context, snapshot));
}
