using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;

namespace ModularRollout.Snapshots;

/// <summary>One value that a flag can serve, ready to be read without boxing.</summary>
internal sealed class CompiledVariant
{
    private readonly long _bits;
    private readonly string? _text;
    private readonly object? _decimal;
    private readonly byte[]? _json;
    private BoundValue? _bound;

    private CompiledVariant(string name, ValueTypes types, long bits = 0, string? text = null, object? exactDecimal = null, byte[]? json = null)
    {
        Name = name;
        Types = types;
        _bits = bits;
        _text = text;
        _decimal = exactDecimal;
        _json = json;
    }

    public string Name { get; }

    /// <summary>Gets the types to which the value converts exactly.</summary>
    public ValueTypes Types { get; }

    /// <summary>Gets the value of a text variant.</summary>
    public string? Text => _text;

    /// <summary>Gets the value of a boolean variant; false for any other.</summary>
    public bool IsTrue => (Types & ValueTypes.Boolean) != 0 && _bits != 0;

    /// <summary>Gets whether the value is one of a document; false for a CLR value that a fake holds.</summary>
    public bool HasJson => _json is not null || Types != ValueTypes.None;

    public static CompiledVariant Of(string name, bool value) => new(name, ValueTypes.Boolean, value ? 1 : 0);

    public static CompiledVariant Of(string name, string value) => new(name, ValueTypes.Text, text: value);

    public static CompiledVariant Of(string name, in ExactNumberValue number, byte[]? json = null) =>
        new(name, number.Types, number.Bits, exactDecimal: number.Decimal, json: json);

    public static CompiledVariant OfJson(string name, byte[] json) => new(name, ValueTypes.None, json: json);

    /// <summary>Makes a variant that holds one CLR value, for fakes.</summary>
    public static CompiledVariant Holding<T>(string name, T value) => new(name, ValueTypes.None) { _bound = new BoundValue<T>(null, value, null) };

    /// <summary>Reads the value as a <typeparamref name="T"/>, where it converts exactly or has been bound.</summary>
    public bool TryGet<T>([MaybeNullWhen(false)] out T value)
    {
        if (typeof(T) == typeof(bool) && (Types & ValueTypes.Boolean) != 0)
        {
            value = (T)(object)(_bits != 0);
            return true;
        }

        if (_text is T text)
        {
            value = text;
            return true;
        }

        return TryGetNumber(out value) || TryGetBound(out value);
    }

    /// <summary>Binds the value to a <typeparamref name="T"/> once; later calls find it.</summary>
    public bool TryBind<T>(JsonTypeInfo<T> json, [MaybeNullWhen(false)] out T value)
    {
        for (BoundValue? bound = Volatile.Read(ref _bound); bound is not null; bound = bound.Next)
        {
            if (ReferenceEquals(bound.Json, json))
            {
                return bound.TryGet(out value);
            }
        }

        BoundValue made = VariantJson.Bind(this, json, _bound);
        Volatile.Write(ref _bound, made);
        return made.TryGet(out value);
    }

    /// <summary>Gets the value as JSON text.</summary>
    public byte[] ToJson() => _json ?? VariantJson.Write(Types, _bits, _text);

    private bool TryGetNumber<T>([MaybeNullWhen(false)] out T value)
    {
        bool whole = (Types & ValueTypes.Int64) != 0;
        if (typeof(T) == typeof(int) && (Types & ValueTypes.Int32) != 0)
        {
            value = (T)(object)(int)_bits;
            return true;
        }

        if (typeof(T) == typeof(long) && whole)
        {
            value = (T)(object)_bits;
            return true;
        }

        if (typeof(T) == typeof(double) && (Types & ValueTypes.Double) != 0)
        {
            value = (T)(object)(whole ? (double)_bits : BitConverter.Int64BitsToDouble(_bits));
            return true;
        }

        return TryGetDecimal(whole, out value);
    }

    private bool TryGetDecimal<T>(bool whole, [MaybeNullWhen(false)] out T value)
    {
        if (typeof(T) == typeof(decimal) && (Types & ValueTypes.Decimal) != 0)
        {
            value = whole ? (T)(object)(decimal)_bits : (T)_decimal!;
            return true;
        }

        value = default;
        return false;
    }

    private bool TryGetBound<T>([MaybeNullWhen(false)] out T value)
    {
        for (BoundValue? bound = Volatile.Read(ref _bound); bound is not null; bound = bound.Next)
        {
            if (bound.TryGet(out value))
            {
                return true;
            }
        }

        value = default;
        return false;
    }
}
