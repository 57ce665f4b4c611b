using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModularRollout.Snapshots;

namespace ModularRollout;

/// <summary>Names a flag in code.</summary>
/// <remarks>
/// Meant for <see langword="static"/> <see langword="readonly"/> fields: a gate binds a key once and then finds its flag by array index.
/// Thread-safe. One key may be used with any number of gates.
/// </remarks>
public abstract class FlagKey
{
    /// <summary>The place of the flag in the gate that bound this key first; other gates keep theirs in a weak table.</summary>
    internal FlagSlot Slot = FlagSlot.Unbound;

    private protected FlagKey(string name, ValueTypes expected, JsonTypeInfo? json)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Expected = expected;
        Json = json;
    }

    /// <summary>Gets the flag's name, compared ordinally.</summary>
    public string Name { get; }

    /// <summary>The type that a variant must offer by itself; none where it is bound through <see cref="Json"/>.</summary>
    internal ValueTypes Expected { get; }

    /// <summary>How a variant's JSON becomes the key's type, where that is none that variants have by themselves.</summary>
    internal JsonTypeInfo? Json { get; }

    /// <summary>Gets whether a variant of these types is of the key's type by itself, without being bound.</summary>
    internal bool Accepts(ValueTypes types) => (types & Expected) != 0;

    /// <summary>Tries to bind a variant to the key's type.</summary>
    internal abstract bool Binds(CompiledVariant variant);

    /// <summary>Gets whether a variant offers a value of the key's type, by itself or bound.</summary>
    internal abstract bool Reads(CompiledVariant variant);
}

/// <summary>Names a flag in code, with the type of its values and the value that is used when there is no decision.</summary>
/// <typeparam name="T">
/// <see cref="bool"/>, <see cref="string"/>, <see cref="int"/>, <see cref="long"/>, <see cref="double"/>, <see cref="decimal"/>, or any type with JSON metadata.
/// Numbers convert only when they do so exactly.
/// </typeparam>
public sealed class FlagKey<T> : FlagKey
{
    private readonly JsonTypeInfo<T>? _json;

    /// <summary>Names a flag.</summary>
    /// <param name="name">The flag's name in the definitions; not empty.</param>
    /// <param name="fallback">The value when there is no decision: unknown flag, other type, gate not ready.</param>
    /// <param name="json">How an object variant becomes a <typeparamref name="T"/>, from a <c>JsonSerializerContext</c>; each variant is bound once.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public FlagKey(string name, T fallback, JsonTypeInfo<T>? json = null)
        : base(name, NativeType, Metadata(json))
    {
        Fallback = fallback;
        _json = Metadata(json);
    }

    /// <summary>Gets the value when there is no decision.</summary>
    public T Fallback { get; }

    private static ValueTypes NativeType =>
        typeof(T) == typeof(bool) ? ValueTypes.Boolean
        : typeof(T) == typeof(string) ? ValueTypes.Text
        : typeof(T) == typeof(int) ? ValueTypes.Int32
        : typeof(T) == typeof(long) ? ValueTypes.Int64
        : typeof(T) == typeof(double) ? ValueTypes.Double
        : typeof(T) == typeof(decimal) ? ValueTypes.Decimal
        : ValueTypes.None;

    private static JsonTypeInfo<T>? Metadata(JsonTypeInfo<T>? json) =>
        NativeType != ValueTypes.None ? null
        : typeof(T) == typeof(JsonElement) ? json ?? (JsonTypeInfo<T>)(object)VariantBinding.Element
        : json;

    /// <summary>Reads the value of a decision of this flag.</summary>
    internal T Read(in Decision decision)
    {
        // Asked of the key first: for text, code shared by all reference types would have to look the type up on every call.
        if (Expected == ValueTypes.Text && decision.Compiled.Variant?.Text is { } text)
        {
            return Unsafe.As<string, T>(ref text);
        }

        return decision.Get(Fallback);
    }

    internal override bool Reads(CompiledVariant variant) => variant.TryGet<T>(out _) || (variant.HasJson && Binds(variant));

    internal override bool Binds(CompiledVariant variant) => _json is not null && variant.TryBind(_json, out _);
}
