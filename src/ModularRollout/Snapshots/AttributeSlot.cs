namespace ModularRollout.Snapshots;

/// <summary>One attribute of a context, without boxing.</summary>
internal struct AttributeSlot
{
    public string Name;

    /// <summary>The <see cref="string"/> or the <c>string[]</c>.</summary>
    public object? Reference;

    /// <summary>A 64-bit integer, the bits of a double, 1 or 0, or UTC ticks.</summary>
    public long Bits;

    public int NameHash;
    public AttributeKind Kind;

    public readonly double Double => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>A cheap hash of an attribute's name, to skip other names without comparing text.</summary>
    public static int HashOf(string name)
    {
        int length = name.Length;
        return length == 0 ? 0 : (((((length * 31) + name[0]) * 31) + name[length >> 1]) * 31) + name[length - 1];
    }

    public readonly bool IsNamed(string name, int hash) =>
        NameHash == hash && Name == name;
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
