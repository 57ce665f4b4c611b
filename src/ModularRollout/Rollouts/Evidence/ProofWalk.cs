namespace ModularRollout.Rollouts.Evidence;

/// <summary>Walks the candidate's labels of equal arms forward, label by label, until half of the probability is proven.</summary>
internal sealed class ProofWalk(double share, double ratio, double limit)
{
    /// <summary>What may be forgotten at either end; far below what moves a median.</summary>
    private const double Negligible = 1e-18;

    /// <summary>The probability of each number of candidate labels that is not proven, from <see cref="_lowest"/> on.</summary>
    private double[] _mass = [1];
    private int _count = 1;
    private int _lowest;

    /// <summary>The highest number of candidate labels that is a proof; it never falls.</summary>
    private int _proven = -1;

    public long? Median(int mostLabels)
    {
        double left = 1;
        for (int labels = 1; labels <= mostLabels; labels++)
        {
            Step();
            while (IsProof(_proven + 1, labels))
            {
                _proven++;
            }

            left -= Absorb();
            if (left <= .5)
            {
                return labels;
            }
        }

        return null;
    }

    private bool IsProof(int candidate, int labels) =>
        candidate <= labels && ComparisonStatistic.LogEProven([new LabelCell(share, candidate, labels)], ratio) >= limit;

    private void Step()
    {
        if (_count + 1 > _mass.Length)
        {
            Array.Resize(ref _mass, 2 * (_count + 1));
        }

        _mass[_count] = 0;
        for (int i = _count; i > 0; i--)
        {
            _mass[i] = (_mass[i] * (1 - share)) + (_mass[i - 1] * share);
        }

        _mass[0] *= 1 - share;
        _count++;
    }

    /// <summary>Takes out what is proven, and forgets the negligible ends.</summary>
    private double Absorb()
    {
        (int first, double taken) = (0, 0);
        while (first < _count && (_lowest + first <= _proven || _mass[first] < Negligible))
        {
            taken += _lowest + first <= _proven ? _mass[first] : 0;
            first++;
        }

        while (_count > first && _mass[_count - 1] < Negligible)
        {
            _count--;
        }

        _mass.AsSpan(first, _count - first).CopyTo(_mass);
        (_lowest, _count) = (_lowest + first, _count - first);
        return taken;
    }
}
