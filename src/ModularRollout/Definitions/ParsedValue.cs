namespace ModularRollout.Definitions;

/// <summary>One scalar of a definition: a string, a boolean, or a number.</summary>
internal struct ParsedValue
{
    /// <summary>What the value is.</summary>
    public ParsedValueKind Kind;

    /// <summary>The value of an integer or boolean (1 or 0), or the bits of a double.</summary>
    public long Bits;

    /// <summary>The value of a string.</summary>
    public string? Text;

    public readonly double Double => BitConverter.Int64BitsToDouble(Bits);
}

/// <summary>Names the representation of a <see cref="ParsedValue"/>: a whole number that fits 64 bits is an <see cref="Integer"/>, any other a <see cref="Double"/>.</summary>
internal enum ParsedValueKind : byte
{
    String,
    Boolean,
    Integer,
    Double,
}
