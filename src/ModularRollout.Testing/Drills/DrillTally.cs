using System.Numerics;

namespace ModularRollout.Testing.Drills;

/// <summary>What the candidate was exposed to, and what it did.</summary>
internal sealed class DrillTally(int subjects, double errorRate)
{
    private readonly ulong[] _exposed = new ulong[(subjects + 63) / 64];
    private long _failures;

    /// <summary>Gets the visits that the rollout served the candidate.</summary>
    public long Visits { get; private set; }

    /// <summary>Gets the failures beyond those that the baseline would have been expected to have.</summary>
    public double ExtraFailures => _failures - (Visits * errorRate);

    /// <summary>Gets the distinct subjects that the rollout served the candidate.</summary>
    public int ExposedSubjects
    {
        get
        {
            int exposed = 0;
            foreach (ulong word in _exposed)
            {
                exposed += BitOperations.PopCount(word);
            }

            return exposed;
        }
    }

    public void Add(int subject, bool isFailure)
    {
        Visits++;
        _failures += isFailure ? 1 : 0;
        _exposed[subject >> 6] |= 1UL << subject;
    }
}
