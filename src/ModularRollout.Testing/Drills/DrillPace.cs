namespace ModularRollout.Testing.Drills;

/// <summary>How far apart looks are: ten seconds while things happen, farther when nothing has for ten minutes, so that days of dwell pass in moments.</summary>
internal struct DrillPace
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>The longest time between two looks while something is wrong: how long it takes to stop the rollout is measured.</summary>
    public static readonly TimeSpan LongestWhileWrong = TimeSpan.FromSeconds(30);

    private const int ShortLooks = 60;
    private const double Growth = 1.1;

    private int _looks;
    private TimeSpan _last;

    /// <summary>Looks closely again: a stage was entered, or a fault set in.</summary>
    public void Quicken() => _looks = 0;

    public TimeSpan Next(bool isWrong)
    {
        TimeSpan grown = ++_looks <= ShortLooks ? Shortest : _last * Growth;
        TimeSpan longest = isWrong ? LongestWhileWrong : Longest;
        return _last = grown < longest ? grown : longest;
    }
}
