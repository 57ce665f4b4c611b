using System.Numerics;

namespace ModularRollout.Rollouts.Counting.Subjects;

/// <summary>Counts distinct subjects: exactly up to 4,096, beyond that by a HyperLogLog of 65,536 registers, with a standard error of .41 % in 64 KiB.</summary>
/// <remarks>
/// The estimator is Ertl's improved raw one ("New cardinality estimation algorithms for HyperLogLog sketches", 2017, algorithm 6): unbiased over the whole range without tables.
/// What it says depends on the set of subjects alone, not on their order, repetition or partition. Not thread-safe.
/// </remarks>
internal sealed class SubjectSketch
{
    public const int MostExact = 4096;
    public const int Registers = 1 << IndexBits;

    private const int IndexBits = 16;
    private const int HighestRank = 64 - IndexBits + 1;
    private static readonly double s_alpha = 1 / (2 * Math.Log(2));

    private SubjectMap? _exact = new();
    private byte[]? _registers;
    private int[]? _registersOfRank;

    /// <summary>Gets how many distinct subjects were added, as nearly as is known.</summary>
    public long Count => _exact is { } exact ? exact.Count : (long)Math.Round(Estimate());

    /// <summary>Gets the registers; <see langword="null"/> while subjects are counted exactly.</summary>
    public byte[]? Dense => _registers;

    /// <summary>Gets the subjects while they are counted exactly, in ascending order.</summary>
    public KeyValuePair<ulong, ulong>[] Exact => _exact?.ToSorted() ?? [];

    public static SubjectSketch OfRegisters(byte[] registers)
    {
        var sketch = new SubjectSketch();
        sketch.BecomeDense();
        sketch.Raise(registers);
        return sketch;
    }

    public SubjectSketch Copy()
    {
        var copy = (SubjectSketch)MemberwiseClone();
        copy._exact = _exact?.Copy();
        copy._registers = (byte[]?)_registers?.Clone();
        copy._registersOfRank = (int[]?)_registersOfRank?.Clone();
        return copy;
    }

    public void Add(ulong subject)
    {
        if (_exact is null)
        {
            AddToRegisters(subject);
            return;
        }

        _exact.Set(subject, 1);
        if (_exact.Count > MostExact)
        {
            BecomeDense();
        }
    }

    public void Merge(SubjectSketch other)
    {
        if (other._registers is { } registers)
        {
            BecomeDense();
            Raise(registers);
        }
        else
        {
            foreach ((ulong subject, _) in other._exact!.All)
            {
                Add(subject);
            }
        }
    }

    private void BecomeDense()
    {
        if (_registers is not null)
        {
            return;
        }

        _registers = new byte[Registers];
        _registersOfRank = new int[HighestRank + 1];
        _registersOfRank[0] = Registers;
        foreach ((ulong subject, _) in Exact)
        {
            AddToRegisters(subject);
        }

        _exact = null;
    }

    private void AddToRegisters(ulong subject)
    {
        ulong mixed = SubjectMix.Of(subject);
        ulong rest = (mixed << IndexBits) | ((1ul << IndexBits) - 1);
        Raise((int)(mixed >> (64 - IndexBits)), (byte)Math.Min(BitOperations.LeadingZeroCount(rest) + 1, HighestRank));
    }

    private void Raise(byte[] registers)
    {
        for (int i = 0; i < registers.Length; i++)
        {
            Raise(i, Math.Min(registers[i], (byte)HighestRank));
        }
    }

    private void Raise(int register, byte rank)
    {
        byte before = _registers![register];
        if (rank > before)
        {
            _registers[register] = rank;
            _registersOfRank![before]--;
            _registersOfRank[rank]++;
        }
    }

    private double Estimate()
    {
        int[] counts = _registersOfRank!;
        double sum = Registers * Tau(1 - ((double)counts[HighestRank] / Registers));
        for (int rank = HighestRank - 1; rank >= 1; rank--)
        {
            sum = .5 * (sum + counts[rank]);
        }

        sum += Registers * Sigma((double)counts[0] / Registers);
        return s_alpha * Registers * Registers / sum;
    }

    /// <summary>x + Σ x^(2^k) 2^(k-1), k from 1.</summary>
    private static double Sigma(double x)
    {
        double weight = 1;
        double sum = x;
        double before;
        do
        {
            before = sum;
            x *= x;
            sum += x * weight;
            weight += weight;
        }
        while (sum > before && double.IsFinite(sum));

        return sum;
    }

    /// <summary>(1 - x - Σ (1 - x^(2^-k))² 2^-k) / 3, k from 1.</summary>
    private static double Tau(double x)
    {
        if (x is 0 or 1)
        {
            return 0;
        }

        double weight = 1;
        double sum = 1 - x;
        double before;
        do
        {
            before = sum;
            x = Math.Sqrt(x);
            weight *= .5;
            sum -= (1 - x) * (1 - x) * weight;
        }
        while (sum != before);

        return sum / 3;
    }
}
