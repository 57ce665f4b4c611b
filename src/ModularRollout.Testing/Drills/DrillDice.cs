namespace ModularRollout.Testing.Drills;

/// <summary>Draws that are the same for a seed on every machine and release: SplitMix64 (Steele, Lea &amp; Flood 2014).</summary>
internal struct DrillDice
{
    private ulong _state;

    public DrillDice(int seed) => _state = (ulong)(uint)seed;

    /// <summary>Draws a number below a bound, which is small against 2^32.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>Draws whether something of a probability happens.</summary>
    public bool Happens(double probability) => (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    private ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
