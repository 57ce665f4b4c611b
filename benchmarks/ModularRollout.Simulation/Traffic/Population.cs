namespace ModularRollout.Simulation.Traffic;

/// <summary>Subjects that come again: each has its bucket for good, and some fail more often than others.</summary>
internal static class Population
{
    /// <summary>A tenth of the subjects fail five times as often.</summary>
    public const double Frail = 5;

    public static double[] Buckets(Dice dice, int subjects)
    {
        var buckets = new double[subjects];
        for (int i = 0; i < subjects; i++)
        {
            buckets[i] = dice.Next();
        }

        return buckets;
    }

    /// <summary>Gets how much more often a subject fails.</summary>
    public static double Frailty(int subject) => subject % 10 == 0 ? Frail : 1;
}
