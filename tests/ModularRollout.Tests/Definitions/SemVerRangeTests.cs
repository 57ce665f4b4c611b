using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using ModularRollout.Definitions;
using Semver;

namespace ModularRollout.Tests.Definitions;

public sealed class SemVerRangeTests
{
    [Theory]
    [InlineData("1.2.3", "1.2.3", true)]
    [InlineData("1.2.3", "1.2.4", false)]
    [InlineData("=1.2.3", "1.2.2", false)]
    [InlineData("=1.2.3", "1.2.3+build", true)]
    [InlineData("=1.2.3", "1.2.3-rc", false)]
    [InlineData("<1.2.3", "1.2.3", false)]
    [InlineData("<1.2.3", "1.2.2", true)]
    [InlineData("<1.2.3", "1.2.3-rc", true)]
    [InlineData("<1.2.3", "0.0.0-0", true)]
    [InlineData("<=1.2.3", "1.2.3", true)]
    [InlineData("<=1.2.3", "1.2.4-0", false)]
    [InlineData(">1.2.3", "1.2.3", false)]
    [InlineData(">1.2.3", "1.2.4-0", true)]
    [InlineData(">1.2.3", "99.0.0", true)]
    [InlineData(">=1.2.3", "1.2.3", true)]
    [InlineData(">=1.2.3", "1.2.3-rc", false)]
    [InlineData("^1.2.3", "1.2.3", true)]
    [InlineData("^1.2.3", "1.99.0", true)]
    [InlineData("^1.2.3", "2.0.0-0", false)]
    [InlineData("^1.2.3", "2.0.0", false)]
    [InlineData("^0.2.3", "0.2.9", true)]
    [InlineData("^0.2.3", "0.3.0", false)]
    [InlineData("~1.2.3", "1.2.9", true)]
    [InlineData("~1.2.3", "1.3.0-0", false)]
    [InlineData(">=2.4.0 <3.0.0", "2.3.9", false)]
    [InlineData(">=2.4.0 <3.0.0", "2.4.0", true)]
    [InlineData(">=2.4.0 <3.0.0", "3.0.0-rc.1", true)]
    [InlineData(">=2.4.0 <3.0.0", "3.0.0", false)]
    [InlineData("1.0.0 || 2.0.0", "1.0.0", true)]
    [InlineData("1.0.0 || 2.0.0", "2.0.0", true)]
    [InlineData("1.0.0 || 2.0.0", "1.5.0", false)]
    [InlineData(">=99999999999999999999999.0.0", "100000000000000000000000.0.0", true)]
    [InlineData(">=99999999999999999999999.0.0", "99999999999999999999998.9.9", false)]
    public void Contains_Version_GoesByPrecedence(string text, string version, bool expected)
    {
        SemVerRange range = Parse(text);

        bool actual = range.Contains(version);

        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2")]
    [InlineData("1.2.")]
    [InlineData("1..3")]
    [InlineData(".2.3")]
    [InlineData("1.2.3.4")]
    [InlineData("01.2.3")]
    [InlineData("1.02.3")]
    [InlineData("1.2.03")]
    [InlineData("v1.2.3")]
    [InlineData(" 1.2.3")]
    [InlineData("1.2.3 ")]
    [InlineData("1.2.3-")]
    [InlineData("1.2.3-a.")]
    [InlineData("1.2.3-.a")]
    [InlineData("1.2.3-01")]
    [InlineData("1.2.3-a.00")]
    [InlineData("1.2.3-ä")]
    [InlineData("1.2.3-a_b")]
    [InlineData("1.2.3+")]
    [InlineData("1.2.3+a..b")]
    [InlineData("1.2.3+a+b")]
    [InlineData("1.2.3-a+b_")]
    [InlineData("1.2.٣")]
    [InlineData("1.2.3\0")]
    [InlineData("-1.2.3")]
    public void Contains_MalformedVersion_IsInNoRange(string version)
    {
        Assert.False(Parse(">=0.0.0-0").Contains(version));
        Assert.False(Parse("<1000.0.0").Contains(version));
        Assert.False(SemVersion.TryParse(version, SemVersionStyles.Strict, out _));
    }

    [Theory]
    [InlineData("0.0.0")]
    [InlineData("1.2.3-0")]
    [InlineData("1.2.3-0a.-.--")]
    [InlineData("1.2.3+001.-")]
    [InlineData("1.2.3-rc.1+a-b")]
    [InlineData("1.2.3+a-b")]
    public void Contains_UnusualVersion_IsRead(string version) => Assert.True(Parse(">=0.0.0-0").Contains(version));

    [Theory]
    [InlineData("")]
    [InlineData(">=1.2")]
    [InlineData("||")]
    [InlineData("1.2.3 - 2.0.0")]
    [InlineData("v1.2.3")]
    [InlineData("*")]
    [InlineData("1.2.*")]
    [InlineData(">=01.0.0")]
    public void TryParse_NotARange_SaysWhatWouldBeRight(string text)
    {
        bool isRange = SemVerRange.TryParse(text, out SemVerRange? range, out string? error);

        Assert.False(isRange);
        Assert.Null(range);
        Assert.Equal($"'{text}' is not a version range; write versions of three parts, such as '>=2.4.0 <3.0.0 || ^4.1.0'.", error);
    }

    [Fact]
    public void TryParse_EmptyRange_SaysThatNothingCanBeInIt()
    {
        bool isRange = SemVerRange.TryParse(">2.0.0 <1.0.0", out _, out string? error);

        Assert.False(isRange);
        Assert.Equal("No version can be in the range '>2.0.0 <1.0.0'.", error);
    }

    [Fact]
    public void TryParse_TextOfTheGreatestLength_IsRead()
    {
        string text = "1.0.0".PadRight(SemVerRange.MaxLength);

        bool isRange = SemVerRange.TryParse(text, out SemVerRange? range, out string? error);

        Assert.True(isRange);
        Assert.Null(error);
        Assert.Equal(text, range!.Text);
    }

    [Fact]
    public void TryParse_LongerText_IsRefused()
    {
        bool isRange = SemVerRange.TryParse("1.0.0".PadRight(1_001), out _, out string? error);

        Assert.False(isRange);
        Assert.Equal("The version range has 1001 characters; it may have at most 1000.", error);
    }

    [Fact]
    public void Contains_Warm_AllocatesNothing()
    {
        SemVerRange range = Parse(">=2.4.0 <3.0.0 || ^4.0.0-rc.1");
        range.Contains("4.0.0-rc.1.x+build");

        long before = GC.GetAllocatedBytesForCurrentThread();
        range.Contains("4.0.0-rc.1.x+build");

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Property(MaxTest = 2_000, Arbitrary = [typeof(Versions)])]
    public void Compare_AnyVersions_AgreesWithTheLibrary(VersionText left, VersionText right)
    {
        Assert.True(SemVerText.TryParse(left.Text, out SemVerText mine));
        Assert.True(SemVerText.TryParse(right.Text, out SemVerText other));
        int expected = SemVersion.ComparePrecedence(Library(left.Text), Library(right.Text));

        int actual = SemVerText.Compare(mine, other);

        Assert.Equal(Math.Sign(expected), Math.Sign(actual));
    }

    [Property(MaxTest = 2_000, Arbitrary = [typeof(Versions)])]
    public void Contains_AnyRangeAndVersion_AgreesWithTheLibrary(RangeText range, VersionText version)
    {
        SemVersionRange library = SemVersionRange.Parse(range.Text, SemVersionRangeOptions.IncludeAllPrerelease, SemVerRange.MaxLength);

        bool isRange = SemVerRange.TryParse(range.Text, out SemVerRange? mine, out _);

        Assert.Equal(library.Count > 0, isRange);
        Assert.Equal(library.Contains(Library(version.Text)), isRange && mine!.Contains(version.Text));
    }

    [Property(MaxTest = 1_000)]
    public void Contains_AnyText_NeverThrowsAndAgreesOnWhatAVersionIs(string? text)
    {
        string version = text ?? "";

        bool isVersion = Parse(">=0.0.0-0").Contains(version);

        Assert.Equal(SemVersion.TryParse(version, SemVersionStyles.Strict, out _, int.MaxValue), isVersion);
    }

    private static SemVersion Library(string text) => SemVersion.Parse(text, SemVersionStyles.Strict, int.MaxValue);

    private static SemVerRange Parse(string text)
    {
        Assert.True(SemVerRange.TryParse(text, out SemVerRange? range, out string? error), error);
        return range!;
    }

    public sealed record VersionText(string Text);

    public sealed record RangeText(string Text);

    /// <summary>Versions from a small alphabet, so that equal and nearly equal ones are common.</summary>
    private static class Versions
    {
        private static readonly Gen<string> s_number = Gen.Elements("0", "1", "2", "10", "9", "99999999999999999999", "100000000000000000000");
        private static readonly Gen<string> s_identifier = Gen.Elements("0", "1", "2", "10", "a", "b", "A", "rc", "rc1", "-", "0a", "1-", "99999999999999999999");

        private static readonly Gen<string> s_bare =
            from core in s_number.ArrayOf(3)
            from prerelease in s_identifier.ArrayOf().Resize(3)
            select string.Join('.', core) + (prerelease.Length == 0 ? "" : "-" + string.Join('.', prerelease));

        private static readonly Gen<string> s_comparison =
            from sign in Gen.Elements("", "=", "<", "<=", ">", ">=", "^", "~")
            from version in s_bare
            select sign + version;

        public static Arbitrary<VersionText> VersionText() => (
            from bare in s_bare
            from build in Gen.Elements("", "+1", "+a.01")
            select new VersionText(bare + build)).ToArbitrary();

        public static Arbitrary<RangeText> RangeText() => (
            from parts in s_comparison.NonEmptyListOf().Resize(2).NonEmptyListOf().Resize(3)
            select new RangeText(string.Join(" || ", parts.Select(static part => string.Join(' ', part))))).ToArbitrary();
    }
}
