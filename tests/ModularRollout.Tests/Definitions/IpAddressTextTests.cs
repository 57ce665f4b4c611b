using System.Net;
using FsCheck.Xunit;
using ModularRollout.Definitions;

namespace ModularRollout.Tests.Definitions;

public sealed class IpAddressTextTests
{
    [Theory]
    [InlineData("0.0.0.0", "::ffff:0.0.0.0")]
    [InlineData("255.255.255.255", "::ffff:255.255.255.255")]
    [InlineData("192.0.2.129", "::ffff:192.0.2.129")]
    [InlineData("10.9.200.250", "::ffff:10.9.200.250")]
    [InlineData("::", "::")]
    [InlineData("::1", "::1")]
    [InlineData("1::", "1::")]
    [InlineData("2001:DB8::aBcD", "2001:db8::abcd")]
    [InlineData("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8")]
    [InlineData("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0")]
    [InlineData("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8")]
    [InlineData("0001:0:0:0:0:0:0:ffff", "1::ffff")]
    [InlineData("::1.2.3.4", "::102:304")]
    [InlineData("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304")]
    [InlineData("64:ff9b::192.0.2.33", "64:ff9b::c000:221")]
    public void TryParse_Address_ReadsItsBits(string text, string expected)
    {
        bool isValid = IpAddressText.TryParse(text, out IpAddress address);

        Assert.True(isValid);
        Assert.Equal(BitsOf(IPAddress.Parse(expected)), address.Bits);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.")]
    [InlineData(".1.2.3")]
    [InlineData("1..2.3")]
    [InlineData("256.0.0.1")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.1000")]
    [InlineData("01.2.3.4")]
    [InlineData("1.2.3.00")]
    [InlineData("0x1.2.3.4")]
    [InlineData("1.2.3.4 ")]
    [InlineData("1.2.3.+4")]
    [InlineData("1.2.3./")]
    [InlineData("1.2.3.٤")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:")]
    [InlineData("1:2:3:4:5:6:7:8:")]
    [InlineData(":1:2:3:4:5:6:7:8")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("1:2:3:4::5:6:7:8")]
    [InlineData("::1::2")]
    [InlineData("1::2:")]
    [InlineData(":1::2")]
    [InlineData("::12345")]
    [InlineData("::00001")]
    [InlineData("::g")]
    [InlineData("::/")]
    [InlineData("::@")]
    [InlineData("::`")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    [InlineData("1.2.3.4::")]
    [InlineData("::1.2.3.4:5")]
    [InlineData("::1.2.3.04")]
    [InlineData("::1.2.3")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4")]
    [InlineData("1:2:3:4:5:1.2.3.4")]
    [InlineData("1:2:3:4:5:6::1.2.3.4")]
    public void TryParse_NotAnAddress_IsRefused(string text) => Assert.False(IpAddressText.TryParse(text, out _));

    [Fact]
    public void TryParse_MappedAddress_EqualsItsIPv4Spelling()
    {
        Assert.True(IpAddressText.TryParse("::ffff:10.0.0.1", out IpAddress mapped));
        Assert.True(IpAddressText.TryParse("10.0.0.1", out IpAddress plain));

        Assert.Equal(plain, mapped);
        Assert.True(plain.IsIPv4);
    }

    [Theory]
    [InlineData("::1")]
    [InlineData("::fffe:10.0.0.1")]
    [InlineData("1::ffff:10.0.0.1")]
    public void IsIPv4_AnythingElse_IsFalse(string text)
    {
        Assert.True(IpAddressText.TryParse(text, out IpAddress address));

        Assert.False(address.IsIPv4);
    }

    [Property]
    public void TryParse_AnyIPv4_AgreesWithTheFramework(byte a, byte b, byte c, byte d)
    {
        var expected = new IPAddress([a, b, c, d]);

        Assert.True(IpAddressText.TryParse(expected.ToString(), out IpAddress address));
        Assert.Equal(BitsOf(expected.MapToIPv6()), address.Bits);
    }

    [Property(MaxTest = 1_000)]
    public void TryParse_AnyIPv6_AgreesWithTheFramework(ulong high, ulong low, byte zeros)
    {
        IPAddress expected = AddressOf(WithZeroGroups(new UInt128(high, low), zeros));

        Assert.True(IpAddressText.TryParse(expected.ToString(), out IpAddress address));
        Assert.Equal(BitsOf(expected), address.Bits);
    }

    [Property(MaxTest = 1_000)]
    public void TryParse_AnyText_AcceptsNothingTheFrameworkRefuses(string? text)
    {
        bool isValid = IpAddressText.TryParse(text ?? "", out _);

        Assert.True(!isValid || IPAddress.TryParse(text, out _));
    }

    internal static UInt128 BitsOf(IPAddress address)
    {
        UInt128 bits = 0;
        foreach (byte part in address.GetAddressBytes())
        {
            bits = (bits << 8) | part;
        }

        return bits;
    }

    internal static IPAddress AddressOf(UInt128 bits)
    {
        byte[] bytes = new byte[16];
        for (int i = 0; i < 16; i++)
        {
            bytes[i] = (byte)(bits >> (8 * (15 - i)));
        }

        return new IPAddress(bytes);
    }

    /// <summary>Clears groups, so that <c>::</c> turns up at every place.</summary>
    internal static UInt128 WithZeroGroups(UInt128 bits, byte zeros)
    {
        for (int group = 0; group < 8; group++)
        {
            bits = (zeros >> group) % 2 == 0 ? bits : bits & ~((UInt128)0xFFFF << (16 * group));
        }

        return bits;
    }
}
