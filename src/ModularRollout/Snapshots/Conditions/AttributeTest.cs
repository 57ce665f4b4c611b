using System.Runtime.CompilerServices;

namespace ModularRollout.Snapshots.Conditions;

/// <summary>One comparison of one attribute; false where the attribute is absent.</summary>
internal abstract class AttributeTest : CompiledCondition
{
    protected AttributeTest(AttributeRef attribute) => Attribute = attribute;

    protected AttributeRef Attribute { get; }

    /// <summary>Gets the comparison without the attribute, such as <c>in ["CH", "AT"]</c>.</summary>
    protected abstract string Comparison { get; }

    public sealed override ExplanationStep Explain(in EvaluationContext context, FeatureSnapshot snapshot) =>
        new($"{Attribute.Name} {Comparison}", Matches(context, snapshot), Found(context, snapshot));

    protected virtual string Found(in EvaluationContext context, FeatureSnapshot snapshot) => AttributeText.Describe(Attribute, context, snapshot);

    /// <summary>Gets the attribute's slot where it is of one kind; a null reference otherwise.</summary>
    protected ref readonly AttributeSlot SlotOf(AttributeKind kind, in EvaluationContext context, FeatureSnapshot snapshot)
    {
        ref readonly AttributeSlot slot = ref Attribute.Find(context, snapshot);
        if (!Unsafe.IsNullRef(in slot) && slot.Kind == kind)
        {
            return ref slot;
        }

        return ref Unsafe.NullRef<AttributeSlot>();
    }
}
