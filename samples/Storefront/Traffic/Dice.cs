namespace Storefront.Traffic;

/// <summary>Chance with a seed: the same throws each time (SplitMix64).</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Makes dice of their own for one of many: the throws of one order do not depend on those of another.</summary>
    public static Dice For(ulong seed, long number) => new(new Dice(seed + (ulong)number).Next());

    public bool Chance(double probability) => Unit() < probability;

    public int Below(int count) => (int)(Unit() * count);

    public TimeSpan Milliseconds(int from, int to) => TimeSpan.FromMilliseconds(from + (Unit() * (to - from)));

    /// <summary>The time to the next of events that come at random, so many a second.</summary>
    public TimeSpan Gap(double perSecond) => TimeSpan.FromSeconds(-Math.Log(1 - Unit()) / perSecond);

    private double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    private ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
