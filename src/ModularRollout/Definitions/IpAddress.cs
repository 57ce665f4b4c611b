namespace ModularRollout.Definitions;

/// <summary>An IP address in 128 bits. IPv4 is held as IPv4-mapped IPv6, so that both spellings of one address are equal.</summary>
internal readonly record struct IpAddress(UInt128 Bits)
{
    /// <summary>Gets a value indicating whether this is an IPv4 address, in either spelling.</summary>
    public bool IsIPv4 => Bits >> 32 == 0xFFFF;

    public static IpAddress FromIPv4(uint bits) => new(new UInt128(0, (0xFFFFUL << 32) | bits));
}
