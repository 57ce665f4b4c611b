namespace ModularRollout.Definitions;

/// <summary>Reads IP addresses strictly: dotted quads without leading zeros, IPv6 as in RFC 4291, no zone ids; allocates nothing.</summary>
internal static class IpAddressText
{
    private const int GroupsOfIPv6 = 8;
    private const int OctetsOfIPv4 = 4;

    public static bool TryParse(ReadOnlySpan<char> text, out IpAddress address)
    {
        if (text.Contains(':'))
        {
            return TryParseIPv6(text, out address);
        }

        bool isValid = TryParseIPv4(text, out uint bits);
        address = IpAddress.FromIPv4(bits);
        return isValid;
    }

    private static bool TryParseIPv4(ReadOnlySpan<char> text, out uint bits)
    {
        bits = 0;
        ReadOnlySpan<char> rest = text;
        for (int i = 1; i < OctetsOfIPv4; i++)
        {
            int dot = rest.IndexOf('.');
            if (dot < 0 || !TryTakeOctet(rest[..dot], ref bits))
            {
                return false;
            }

            rest = rest[(dot + 1)..];
        }

        return TryTakeOctet(rest, ref bits);
    }

    private static bool TryTakeOctet(ReadOnlySpan<char> text, ref uint bits)
    {
        bool isOctet = AsciiDigits.TryReadSmall(text, byte.MaxValue, out int octet);
        bits = (bits << 8) | (uint)octet;
        return isOctet;
    }

    private static bool TryParseIPv6(ReadOnlySpan<char> text, out IpAddress address)
    {
        int gap = text.IndexOf("::");
        if (gap < 0)
        {
            bool isWhole = TryParseGroups(text, mayEndInIPv4: true, out UInt128 all, out int count) && count == GroupsOfIPv6;
            address = new IpAddress(all);
            return isWhole;
        }

        address = default;
        if (!TryParseGroups(text[..gap], mayEndInIPv4: false, out UInt128 head, out int headCount)
            || !TryParseGroups(text[(gap + 2)..], mayEndInIPv4: true, out UInt128 tail, out int tailCount)
            || headCount + tailCount >= GroupsOfIPv6)
        {
            return false;
        }

        // A shift by all 128 bits does nothing in .NET, which is right for an empty head: it is zero.
        address = new IpAddress((head << (16 * (GroupsOfIPv6 - headCount))) | tail);
        return true;
    }

    /// <summary>Reads groups between colons; an empty text has none.</summary>
    private static bool TryParseGroups(ReadOnlySpan<char> text, bool mayEndInIPv4, out UInt128 bits, out int count)
    {
        bits = 0;
        count = 0;
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            int colon = rest.IndexOf(':');
            if (colon < 0 && mayEndInIPv4 && TryParseIPv4(rest, out uint quad))
            {
                bits = (bits << 32) | quad;
                count += 2;
                return true;
            }

            if (!TryParseGroup(colon < 0 ? rest : rest[..colon], out uint group) || colon == rest.Length - 1)
            {
                return false;
            }

            bits = (bits << 16) | group;
            count++;
            rest = colon < 0 ? default : rest[(colon + 1)..];
        }

        return true;
    }

    private static bool TryParseGroup(ReadOnlySpan<char> text, out uint group)
    {
        group = 0;
        foreach (char c in text)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }

            int digit = char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
            group = (group << 4) | (uint)digit;
        }

        return text.Length is >= 1 and <= 4;
    }
}
