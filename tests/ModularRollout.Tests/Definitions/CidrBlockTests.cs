using System.Net;
using FsCheck.Xunit;
using ModularRollout.Definitions;

namespace ModularRollout.Tests.Definitions;

public sealed class CidrBlockTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0", true)]
    [InlineData("10.0.0.0/8", "10.255.255.255", true)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("10.0.0.0/8", "9.255.255.255", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "::10.1.2.3", false)]
    [InlineData("0.0.0.0/0", "255.1.2.3", true)]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("192.0.2.1/32", "192.0.2.1", true)]
    [InlineData("192.0.2.1/32", "192.0.2.0", false)]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.254/31", "192.0.2.255", true)]
    [InlineData("192.0.2.254/31", "192.0.2.253", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::", false)]
    [InlineData("::1", "::1", true)]
    [InlineData("::1", "::2", false)]
    [InlineData("::1/128", "::1", true)]
    [InlineData("::/0", "ffff::1", true)]
    [InlineData("::/0", "1.2.3.4", false)]
    [InlineData("::/0", "::ffff:1.2.3.4", false)]
    [InlineData("::ffff:10.0.0.0/104", "10.1.2.3", true)]
    [InlineData("::ffff:10.0.0.0/104", "11.1.2.3", false)]
    [InlineData("::ffff:0.0.0.0/96", "1.2.3.4", true)]
    [InlineData("8000::/1", "ffff::", true)]
    [InlineData("8000::/1", "7fff::", false)]
    public void Contains_Address_LooksAtItsPrefix(string text, string address, bool expected)
    {
        Assert.True(CidrBlock.TryParse(text, out CidrBlock block));
        Assert.True(IpAddressText.TryParse(address, out IpAddress parsed));

        Assert.Equal(expected, block.Contains(parsed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/8")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/08")]
    [InlineData("10.0.0.0/00")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("10.0.0.0/8 ")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("10.0.0.0/255.0.0.0")]
    [InlineData("10.0.0.0/٨")]
    [InlineData("10.0.0/8")]
    [InlineData("::/129")]
    [InlineData("::/0128")]
    [InlineData("::/1000")]
    [InlineData("fe80::%1/64")]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.1/31")]
    [InlineData("0.0.0.1/0")]
    [InlineData("::1/127")]
    [InlineData("::1/0")]
    [InlineData("::ffff:0.0.0.0/95")]
    public void TryParse_NotABlock_IsRefused(string text) => Assert.False(CidrBlock.TryParse(text, out _));

    [Fact]
    public void Contains_Warm_AllocatesNothing()
    {
        Assert.True(CidrBlock.TryParse("2001:db8::/32", out CidrBlock block));
        Check(block, "2001:db8::1.2.3.4");

        long before = GC.GetAllocatedBytesForCurrentThread();
        Check(block, "2001:db8::1.2.3.4");

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Property(MaxTest = 1_000)]
    public void Contains_AnyIPv4Block_AgreesWithTheFramework(uint bits, byte length, uint flip, byte flipAfter)
    {
        int prefix = length % 33;
        uint first = prefix == 0 ? 0 : bits & (uint.MaxValue << (32 - prefix));
        string text = $"{IPv4(first)}/{prefix}";
        IPAddress address = IPv4(first ^ (uint)((ulong)flip >> (flipAfter % 33)));

        Assert.True(CidrBlock.TryParse(text, out CidrBlock block), text);
        Assert.Equal(IPNetwork.Parse(text).Contains(address), Check(block, address.ToString()));
    }

    [Property(MaxTest = 1_000)]
    public void Contains_AnyIPv6Block_AgreesWithTheFramework(ulong high, ulong low, byte zeros, byte length, ulong flip, byte flipAfter)
    {
        int prefix = length % 129;
        UInt128 mask = prefix == 0 ? 0 : UInt128.MaxValue << (128 - prefix);
        UInt128 first = IpAddressTextTests.WithZeroGroups(new UInt128(high | (1UL << 63), low), zeros) & mask;
        string text = $"{IpAddressTextTests.AddressOf(first)}/{prefix}";
        IPAddress address = IpAddressTextTests.AddressOf(first ^ (new UInt128(flip, flip) >> (flipAfter % 128)));

        Assert.True(CidrBlock.TryParse(text, out CidrBlock block), text);
        Assert.Equal(IPNetwork.Parse(text).Contains(address), Check(block, address.ToString()));
    }

    private static bool Check(CidrBlock block, string address) => IpAddressText.TryParse(address, out IpAddress parsed) && block.Contains(parsed);

    private static IPAddress IPv4(uint bits) => new([(byte)(bits >> 24), (byte)(bits >> 16), (byte)(bits >> 8), (byte)bits]);
}
