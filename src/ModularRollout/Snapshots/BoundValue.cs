using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;

namespace ModularRollout.Snapshots;

/// <summary>A variant's value as one CLR type, or the fact that it does not bind to it; a link of a short list.</summary>
internal abstract class BoundValue
{
    protected BoundValue(JsonTypeInfo? json, BoundValue? next)
    {
        Json = json;
        Next = next;
    }

    public JsonTypeInfo? Json { get; }

    public BoundValue? Next { get; }

    public bool TryGet<T>([MaybeNullWhen(false)] out T value)
    {
        if (this is BoundValue<T> bound)
        {
            value = bound.Value;
            return true;
        }

        value = default;
        return false;
    }
}

internal sealed class BoundValue<T> : BoundValue
{
    public BoundValue(JsonTypeInfo? json, T value, BoundValue? next)
        : base(json, next) => Value = value;

    public T Value { get; }
}

/// <summary>Remembers that a value does not bind, so that it is tried once.</summary>
internal sealed class UnboundValue : BoundValue
{
    public UnboundValue(JsonTypeInfo json, BoundValue? next)
        : base(json, next)
    {
    }
}
