namespace ModularRollout.Rollouts.Evidence;

/// <summary>
/// Adds up the guards that lead to one action, a rollback or a hold, so that many guards raise no more false alarms than one.
/// </summary>
/// <remarks>
/// S = the mean of the guards' statistics ½E + ½B; a guard that may not breach counts as nothing. A mean of e-processes is one, dependent
/// or not: P(S ever reaches 1/α | no guard's event is worse) ≤ α. Dry runs stay outside. Pure, thread-safe, allocates nothing.
/// </remarks>
public static class ActionStatistic
{
    /// <summary>Divides the false alarms of an attempt among its actions.</summary>
    /// <param name="falseRollback">The probability of a false alarm in an attempt; above 0 and below 1.</param>
    /// <param name="actions">How many different actions its guards have; at least 1.</param>
    /// <returns>The level α of one action.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public static double AlphaOf(double falseRollback, int actions)
    {
        ArgumentRange.ThrowUnlessInside(falseRollback);
        ArgumentOutOfRangeException.ThrowIfLessThan(actions, 1);
        return falseRollback / actions;
    }

    /// <summary>Adds up the guards of one action.</summary>
    /// <param name="looks">The last look of each guard, dry runs excluded; may be empty.</param>
    /// <param name="alpha">The level of the action; above 0 and below 1.</param>
    /// <returns>The sum, its limit and the guard with the largest part.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is out of its range.</exception>
    public static ActionLook Of(ReadOnlySpan<GuardLook> looks, double alpha)
    {
        ArgumentRange.ThrowUnlessInside(alpha);
        (int guard, double highest, double sum) = (-1, double.NegativeInfinity, double.NegativeInfinity);
        for (int g = 0; g < looks.Length; g++)
        {
            if (!looks[g].MayBreach)
            {
                continue;
            }

            double part = looks[g].Log;
            sum = LogSum.Add(sum, part);
            (guard, highest) = part > highest ? (g, part) : (guard, highest);
        }

        return new ActionLook(sum - Math.Log(Math.Max(looks.Length, 1)), -Math.Log(alpha), guard);
    }
}
