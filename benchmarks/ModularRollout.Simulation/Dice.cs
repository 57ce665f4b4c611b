using System.Numerics;

namespace ModularRollout.Simulation;

/// <summary>The chance of one run: xoshiro256**, seeded by SplitMix64 (Blackman &amp; Vigna), so that a seed gives the same run on every machine and framework.</summary>
internal sealed class Dice
{
    private ulong _a, _b, _c, _d;

    public Dice(ulong seed, string name, int run)
    {
        ulong state = seed;
        foreach (char letter in name)
        {
            state = Mix(ref state) ^ letter;
        }

        state ^= (ulong)run * 0xD1342543DE82EF95;
        (_a, _b, _c, _d) = (Mix(ref state), Mix(ref state), Mix(ref state), Mix(ref state));
    }

    public ulong Bits()
    {
        ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        ulong shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Next() => (Bits() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Next() < probability;

    public int Below(int count) => (int)Math.BigMul(Bits(), (ulong)count, out _);

    /// <summary>How many trials it takes until the next success, at least 1.</summary>
    public int Until(double probability) => 1 + (int)Math.Min(Math.Log(1 - Next()) / double.LogP1(-probability), int.MaxValue - 2);

    /// <summary>Standard normal (Box &amp; Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Next())) * Math.Cos(2 * Math.PI * Next());

    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
