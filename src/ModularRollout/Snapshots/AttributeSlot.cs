using System.Runtime.CompilerServices;

namespace ModularRollout.Snapshots;

/// <summary>One attribute of a context, without boxing.</summary>
internal struct AttributeSlot
{
    public string Name;

    /// <summary>The <see cref="string"/> or the <c>string[]</c>.</summary>
    public object? Reference;

    /// <summary>A 64-bit integer, the bits of a double, 1 or 0, UTC ticks, or the <see cref="TextSign"/> of a text.</summary>
    public long Bits;

    /// <summary>The name's number in <see cref="AttributeNames"/>.</summary>
    public int NameNumber;
    public AttributeKind Kind;

    /// <summary>Gets the text; <see langword="null"/> where the attribute is of another kind.</summary>
    public readonly string? Text => Kind == AttributeKind.Text ? Unsafe.As<string>(Reference) : null;

    public readonly double Double => BitConverter.Int64BitsToDouble(Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsNamed(string name, int number) => NameNumber == number && (number != AttributeNames.None || Name == name);
}

internal enum AttributeKind : byte
{
    Text,
    Boolean,
    Integer,
    Double,
    Instant,
    TextList,
}
