namespace ModularRollout.Snapshots;

/// <summary>The CLR types to which a variant's value converts exactly; a key asks for one of them.</summary>
[Flags]
internal enum ValueTypes : byte
{
    None = 0,
    Boolean = 1,
    Text = 2,
    Int32 = 4,
    Int64 = 8,
    Double = 16,
    Decimal = 32,
    Any = 63,
}
