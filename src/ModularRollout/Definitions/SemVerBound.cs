using System.Globalization;
using Semver;

namespace ModularRollout.Definitions;

/// <summary>One end of an interval of versions, ready to be compared; none means the interval is open there.</summary>
internal sealed class SemVerBound
{
    private readonly string _major;
    private readonly string _minor;
    private readonly string _patch;
    private readonly string _prerelease;
    private readonly bool _isInclusive;

    private SemVerBound(SemVersion version, bool isInclusive)
    {
        _major = version.Major.ToString(CultureInfo.InvariantCulture);
        _minor = version.Minor.ToString(CultureInfo.InvariantCulture);
        _patch = version.Patch.ToString(CultureInfo.InvariantCulture);
        _prerelease = version.Prerelease;
        _isInclusive = isInclusive;
    }

    public static SemVerBound? Of(SemVersion? version, bool isInclusive) => version is null ? null : new SemVerBound(version, isInclusive);

    public bool IsAtMost(in SemVerText version)
    {
        int order = CompareTo(version);
        return order < 0 || (order == 0 && _isInclusive);
    }

    public bool IsAtLeast(in SemVerText version)
    {
        int order = CompareTo(version);
        return order > 0 || (order == 0 && _isInclusive);
    }

    private int CompareTo(in SemVerText version) => SemVerText.Compare(new SemVerText(_major, _minor, _patch, _prerelease), version);
}
