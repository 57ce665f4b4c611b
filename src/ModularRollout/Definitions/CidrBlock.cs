namespace ModularRollout.Definitions;

/// <summary>A block of IP addresses, such as <c>10.0.0.0/8</c>; a bare address is a block of one.</summary>
/// <remarks>
/// IPv4-mapped IPv6 counts as IPv4, both as address and as block. A block of IPv6, even <c>::/0</c>, holds no IPv4 address.
/// A block whose address has bits set beyond its prefix is refused, because it says two things at once.
/// </remarks>
internal readonly struct CidrBlock
{
    private const int BitsOfIPv6 = 128;
    private const int BitsOfIPv4 = 32;

    private readonly IpAddress _first;
    private readonly UInt128 _mask;

    private CidrBlock(IpAddress first, UInt128 mask)
    {
        _first = first;
        _mask = mask;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out CidrBlock block)
    {
        block = default;
        int slash = text.IndexOf('/');
        ReadOnlySpan<char> address = slash < 0 ? text : text[..slash];
        int bits = address.Contains(':') ? BitsOfIPv6 : BitsOfIPv4;
        int prefix = bits;
        if (!IpAddressText.TryParse(address, out IpAddress first) || (slash >= 0 && !AsciiDigits.TryReadSmall(text[(slash + 1)..], bits, out prefix)))
        {
            return false;
        }

        UInt128 mask = MaskOf(hostBits: bits - prefix);
        block = new CidrBlock(first, mask);
        return (first.Bits & ~mask) == 0;
    }

    public bool Contains(IpAddress address) => (address.Bits & _mask) == _first.Bits && address.IsIPv4 == _first.IsIPv4;

    private static UInt128 MaskOf(int hostBits) => hostBits == BitsOfIPv6 ? UInt128.Zero : UInt128.MaxValue << hostBits;
}
