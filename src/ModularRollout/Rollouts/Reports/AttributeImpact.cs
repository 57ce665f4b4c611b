namespace ModularRollout.Rollouts.Reports;

/// <summary>Says how a rollout's candidate does by the values of one attribute of <c>reportBy</c>, in one stage.</summary>
/// <remarks>Immutable. For orientation: guards judge all subjects together, and among many values some differ by chance.</remarks>
public sealed class AttributeImpact
{
    internal AttributeImpact(string attribute, IReadOnlyList<ValueImpact> values)
    {
        Attribute = attribute;
        Values = values;
    }

    /// <summary>Gets the attribute's name.</summary>
    public string Attribute { get; }

    /// <summary>Gets the impact by value, those with the most outcomes first.</summary>
    /// <value>
    /// At most 22: 20 values; then <c>(other)</c>, for lists, texts of more than 64 characters and all values that are not told apart; then <c>(none)</c>, for subjects without the attribute.
    /// Settled outcomes: those of all values add up to those of the stage.
    /// </value>
    public IReadOnlyList<ValueImpact> Values { get; }
}
