using System.Globalization;
using FsCheck.Xunit;
using ModularRollout.Definitions;

namespace ModularRollout.Tests.Definitions;

public sealed class InstantTextTests
{
    [Theory]
    [InlineData("2026-11-22T10:00:00Z", "2026-11-22T10:00:00.0000000Z")]
    [InlineData("2026-11-22t10:00:00z", "2026-11-22T10:00:00.0000000Z")]
    [InlineData("2026-11-22 10:00:00Z", "2026-11-22T10:00:00.0000000Z")]
    [InlineData("2026-11-22T10:00:00+01:30", "2026-11-22T08:30:00.0000000Z")]
    [InlineData("2026-11-22T10:00:00-23:59", "2026-11-23T09:59:00.0000000Z")]
    [InlineData("2026-11-22T10:00:00-00:00", "2026-11-22T10:00:00.0000000Z")]
    [InlineData("2026-11-22T10:00:00.5Z", "2026-11-22T10:00:00.5000000Z")]
    [InlineData("2026-11-22T10:00:00.1234567Z", "2026-11-22T10:00:00.1234567Z")]
    [InlineData("2026-11-22T10:00:00.12345679999999999999999Z", "2026-11-22T10:00:00.1234567Z")]
    [InlineData("2026-11-22T10:00:00.000+00:00", "2026-11-22T10:00:00.0000000Z")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.0000000Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z")]
    [InlineData("2026-12-31T23:59:59Z", "2026-12-31T23:59:59.0000000Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.0000000Z")]
    [InlineData("2016-12-31T23:59:60.9Z", "2017-01-01T00:00:00.0000000Z")]
    [InlineData("2016-12-31T22:59:60-01:00", "2017-01-01T00:00:00.0000000Z")]
    public void TryParse_Instant_GivesUtcTicks(string text, string expected)
    {
        bool isValid = InstantText.TryParse(text, out long ticks);

        Assert.True(isValid);
        Assert.Equal(expected, new DateTime(ticks, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-22")]
    [InlineData("2026-11-22T10:00:00")]
    [InlineData("2026-11-22T10:00Z")]
    [InlineData("2026-11-22T10:00:00X")]
    [InlineData("2026-11-22T10:00:00ZZ")]
    [InlineData("2026-11-22T10:00:00Z ")]
    [InlineData(" 2026-11-22T10:00:00Z")]
    [InlineData("2026-11-22_10:00:00Z")]
    [InlineData("2026-11-22T10:00:00.Z")]
    [InlineData("2026-11-22T10:00:00.5")]
    [InlineData("2026-11-22T10:00:00,5Z")]
    [InlineData("2026-11-22T10:00:00.+01:00")]
    [InlineData("2026-11-22T10:00:00+0100")]
    [InlineData("2026-11-22T10:00:00+01:0")]
    [InlineData("2026-11-22T10:00:00+01:000")]
    [InlineData("2026-11-22T10:00:00 01:00")]
    [InlineData("2026-11-22T10:00:00+24:00")]
    [InlineData("2026-11-22T10:00:00+01:60")]
    [InlineData("2026-11-22T10:00:00+01-00")]
    [InlineData("2026/11-22T10:00:00Z")]
    [InlineData("2026-11/22T10:00:00Z")]
    [InlineData("2026-11-22T10.00:00Z")]
    [InlineData("2026-11-22T10:00.00Z")]
    [InlineData("2026-11-22T24:00:00Z")]
    [InlineData("2026-11-22T10:60:00Z")]
    [InlineData("2026-11-22T10:00:61Z")]
    [InlineData("2026-11-22T10:00:60Z")]
    [InlineData("2016-12-31T23:59:60+01:00")]
    [InlineData("2026-11-00T10:00:00Z")]
    [InlineData("2026-11-31T10:00:00Z")]
    [InlineData("2026-02-29T10:00:00Z")]
    [InlineData("2026-00-22T10:00:00Z")]
    [InlineData("2026-13-22T10:00:00Z")]
    [InlineData("0000-11-22T10:00:00Z")]
    [InlineData("-026-11-22T10:00:00Z")]
    [InlineData("202٦-11-22T10:00:00Z")]
    [InlineData("2026-1x-22T10:00:00Z")]
    [InlineData("2026-11-2xT10:00:00Z")]
    [InlineData("2026-11-22Tx0:00:00Z")]
    [InlineData("2026-11-22T10:x0:00Z")]
    [InlineData("2026-11-22T10:00:x0Z")]
    [InlineData("2026-11-22T10:00:00+x1:00")]
    [InlineData("2026-11-22T10:00:00+01:x0")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("9999-12-31T23:59:60Z")]
    public void TryParse_NotAnInstant_IsRefused(string text) => Assert.False(InstantText.TryParse(text, out _));

    [Theory]
    [InlineData("2026-11-22T10:00:00Z")]
    [InlineData("2026-11-22T10:00:10Z")]
    [InlineData("2026-11-22T10:00:00.5Z")]
    [InlineData("2026-11-22T10:00:00.0000001Z")]
    [InlineData("2026-11-22T10:00:00.1200034Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    public void Format_Instant_WritesTheShortestText(string text)
    {
        Assert.True(InstantText.TryParse(text, out long ticks));

        Assert.Equal(text, Format(ticks));
    }

    [Fact]
    public void TryParseAndFormat_Warm_AllocateNothing()
    {
        Span<char> destination = stackalloc char[InstantText.MaxLength];
        ReadAndWrite("2026-11-22T10:00:00.1234567+01:00", destination);

        long before = GC.GetAllocatedBytesForCurrentThread();
        ReadAndWrite("2026-11-22T10:00:00.1234567+01:00", destination);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Property(MaxTest = 1_000)]
    public bool Format_AnyInstant_IsReadBack(DateTime instant, long fraction)
    {
        long ticks = TicksOf(instant, fraction);

        return InstantText.TryParse(Format(ticks), out long parsed) && parsed == ticks;
    }

    [Property(MaxTest = 1_000)]
    public void TryParse_AnyInstant_AgreesWithDateTimeOffset(DateTime instant, long fraction, short minutes, byte digits)
    {
        var local = new DateTime(TicksOf(instant, fraction), DateTimeKind.Unspecified);
        var offset = TimeSpan.FromMinutes(minutes % (14 * 60));
        string seconds = "yyyy-MM-ddTHH:mm:ss" + (digits % 8 == 0 ? "" : "." + new string('f', digits % 8));
        string sign = offset < TimeSpan.Zero ? "-" : "+";
        string text = local.ToString(seconds, CultureInfo.InvariantCulture) + sign + offset.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
        bool isInRange = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out DateTimeOffset expected);

        bool isValid = InstantText.TryParse(text, out long ticks);

        Assert.Equal(isInRange, isValid);
        Assert.True(!isValid || ticks == expected.UtcTicks, text);
    }

    [Property(MaxTest = 1_000)]
    public void TryParse_AnyText_AcceptsNothingThatDoesNotEndLikeAnInstant(string? text, byte cut)
    {
        string mixed = "2026-11-22T10:00:00"[..(cut % 20)] + text;

        bool isValid = InstantText.TryParse(mixed, out _);

        Assert.True(!isValid || mixed[^1] is 'Z' or 'z' or (>= '0' and <= '9'));
    }

    private static long TicksOf(DateTime instant, long fraction) =>
        Math.Min(DateTime.MaxValue.Ticks, instant.Ticks + (long)((ulong)fraction % TimeSpan.TicksPerSecond));

    private static int ReadAndWrite(string text, Span<char> destination) =>
        InstantText.TryParse(text, out long ticks) ? InstantText.Format(ticks, destination) : 0;

    private static string Format(long ticks)
    {
        Span<char> destination = stackalloc char[InstantText.MaxLength];
        return new string(destination[..InstantText.Format(ticks, destination)]);
    }
}
