using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace ModularRollout.Providers.Building;

/// <summary>Makes conditions: <c>when =&gt; when.All(when.Segment("staff"), when.Attribute("country").In("CH"))</c>.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "A lambda's parameter offers instance members.")]
public sealed class ConditionBuilder
{
    internal static readonly ConditionBuilder Instance = new();

    private ConditionBuilder()
    {
    }

    /// <summary>Makes a condition that is true if that of a segment is.</summary>
    /// <param name="name">The segment's name.</param>
    /// <returns>The condition.</returns>
    public FlagCondition Segment(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new FlagCondition(writer => writer.WriteString("segment"u8, name));
    }

    /// <summary>Begins a test of an attribute.</summary>
    /// <param name="name">The attribute's name, <c>targetingKey</c>, or <c>$now</c>.</param>
    /// <param name="ignoreCase">Whether texts compare ordinal-ignore-case.</param>
    /// <returns>What makes the test.</returns>
    public AttributeTestBuilder Attribute(string name, bool ignoreCase = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new AttributeTestBuilder(name, ignoreCase);
    }

    /// <summary>Makes a condition that is true if all of some are.</summary>
    /// <param name="conditions">The conditions.</param>
    /// <returns>The condition.</returns>
    public FlagCondition All(params ReadOnlySpan<FlagCondition> conditions) => Combine("all", conditions);

    /// <summary>Makes a condition that is true if at least one of some is.</summary>
    /// <param name="conditions">The conditions.</param>
    /// <returns>The condition.</returns>
    public FlagCondition Any(params ReadOnlySpan<FlagCondition> conditions) => Combine("any", conditions);

    /// <summary>Makes a condition that is true if another is false.</summary>
    /// <param name="condition">The other condition.</param>
    /// <returns>The condition.</returns>
    public FlagCondition Not(FlagCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new FlagCondition(writer =>
        {
            writer.WritePropertyName("not"u8);
            condition.WriteTo(writer);
        });
    }

    private static FlagCondition Combine(string connective, ReadOnlySpan<FlagCondition> conditions)
    {
        FlagCondition[] all = conditions.ToArray();
        foreach (FlagCondition condition in all)
        {
            ArgumentNullException.ThrowIfNull(condition, nameof(conditions));
        }

        return new FlagCondition(writer =>
        {
            writer.WriteStartArray(connective);
            Array.ForEach(all, condition => condition.WriteTo(writer));
            writer.WriteEndArray();
        });
    }
}
