using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

/// <summary>The promise itself, counted out over every sequence of a few labels: no simulation, no error of sampling.</summary>
public sealed class ValidityTests
{
    private const int Labels = 12;

    [Theory]
    [InlineData(.5, 1, 1)]
    [InlineData(.2, 1, 3)]
    [InlineData(.05, 1.5, 1)]
    public void Restarts_CandidateIsEqual_HaveTheMeanOfTheirWeights(double share, double ratio, int labelsALook)
    {
        double mean = 0;
        foreach ((double probability, GuardLook[] looks) in Sequences(share, ratio, labelsALook))
        {
            mean += probability * Math.Exp(looks[^1].LogRestarts);
        }

        int looksTaken = Labels / labelsALook;
        Assert.Equal(.5 * looksTaken / (looksTaken + 1), mean, 1e-9); // Σ 1/(k(k + 1)) = K/(K + 1); the stretch's factor is 1/2
    }

    [Theory]
    [InlineData(.5, .2)]
    [InlineData(.2, .1)]
    [InlineData(.05, .1)]
    public void Guard_CandidateIsEqual_EverReachesTheLimitWithProbabilityAlphaAtMost(double share, double alpha)
    {
        double reached = 0;
        foreach ((double probability, GuardLook[] looks) in Sequences(share, 1, 1))
        {
            reached += looks.Any(look => look.Log >= -Math.Log(alpha)) ? probability : 0;
        }

        Assert.InRange(reached, 1e-6, alpha);
    }

    [Fact]
    public void Restarts_OneLookToTheNext_AreASupermartingaleOnceTheWeightToComeIsAdded()
    {
        const double share = .3;
        foreach (int prefix in Enumerable.Range(0, 1 << 8))
        {
            GuardStatistic guard = After(prefix, 8, share);
            double before = Math.Exp(guard.Current.LogRestarts);
            GuardCheckpoint checkpoint = guard.Save();
            LabelCell cell = checkpoint.Cells[0];

            double after = (share * RestartsAfter(checkpoint, new LabelCell(share, cell.Candidate + 1, cell.Total + 1)))
                + ((1 - share) * RestartsAfter(checkpoint, new LabelCell(share, cell.Candidate, cell.Total + 1)));

            Assert.Equal(before + (.5 / (9 * 10)), after, 1e-12 * Math.Max(1, after));
        }
    }

    [Fact]
    public void Budget_RateIsWithin_EverReachesTheLimitWithProbabilityAlphaAtMost()
    {
        const double alpha = .05, rate = .1;
        double reached = 0;
        foreach (int sequence in Enumerable.Range(0, 1 << Labels))
        {
            var guard = GuardStatistic.Budget(rate);
            bool isReached = false;
            for (int n = 1; n <= Labels; n++)
            {
                isReached |= guard.Look(int.PopCount(sequence & ((1 << n) - 1)), n, 1).Log >= -Math.Log(alpha);
            }

            reached += isReached ? Probability(sequence, rate) : 0;
        }

        Assert.InRange(reached, 1e-6, alpha);
    }

    [Fact]
    public void ShiryaevRoberts_CandidateIsEqual_GrowsByTheLabelsOnAverage()
    {
        const double share = .3;
        double mean = 0;
        foreach (int sequence in Enumerable.Range(0, 1 << Labels))
        {
            var statistic = new ShiryaevRobertsStatistic();
            for (int n = 2; n <= Labels; n += 2)
            {
                statistic.Look([new LabelCell(share, int.PopCount(sequence & ((1 << n) - 1)), n)]);
            }

            mean += Probability(sequence, share) * Math.Exp(statistic.LogR);
        }

        Assert.Equal(Labels, mean, 1e-9);
    }

    private static IEnumerable<(double Probability, GuardLook[] Looks)> Sequences(double share, double ratio, int labelsALook)
    {
        double tolerable = ComparisonStatistic.TolerableShare(share, ratio);
        foreach (int sequence in Enumerable.Range(0, 1 << Labels))
        {
            var guard = GuardStatistic.Comparison(ratio);
            var looks = new List<GuardLook>();
            for (int n = labelsALook; n <= Labels; n += labelsALook)
            {
                looks.Add(guard.Look([new LabelCell(share, int.PopCount(sequence & ((1 << n) - 1)), n)], 1));
            }

            yield return (Probability(sequence, tolerable), [.. looks]);
        }
    }

    private static double Probability(int sequence, double p) => Math.Pow(p, int.PopCount(sequence)) * Math.Pow(1 - p, Labels - int.PopCount(sequence));

    private static GuardStatistic After(int sequence, int labels, double share)
    {
        var guard = GuardStatistic.Comparison(1);
        for (int n = 1; n <= labels; n++)
        {
            guard.Look([new LabelCell(share, int.PopCount(sequence & ((1 << n) - 1)), n)], 1);
        }

        return guard;
    }

    private static double RestartsAfter(GuardCheckpoint checkpoint, LabelCell cell) =>
        Math.Exp(GuardStatistic.Comparison(1, checkpoint).Look([cell], 1).LogRestarts);
}
