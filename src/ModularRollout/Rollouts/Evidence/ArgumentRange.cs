using System.Globalization;
using System.Runtime.CompilerServices;

namespace ModularRollout.Rollouts.Evidence;

/// <summary>Refuses numbers out of range, NaN among them, with a sentence.</summary>
internal static class ArgumentRange
{
    public static void ThrowUnlessShare(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        ThrowUnless(value is >= 0 and <= 1, value, "in [0, 1]", name);

    /// <summary>Refuses what is no level of errors, quantile or inner share.</summary>
    public static void ThrowUnlessInside(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        ThrowUnless(value is > 0 and < 1, value, "above 0 and below 1", name);

    public static void ThrowUnlessRatio(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        ThrowUnless(value > 0 && double.IsFinite(value), value, "above 0 and finite", name);

    /// <summary>Refuses budgets the grid cannot exceed.</summary>
    public static void ThrowUnlessRate(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        ThrowUnless(value is > 0 and < BudgetStatistic.HighestRate, value, "above 0 and below .999, a fraction of 1", name);

    public static void ThrowUnlessCounts(long events, long outcomes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        ArgumentOutOfRangeException.ThrowIfLessThan(outcomes, events);
    }

    public static void ThrowUnless(bool isRight, double value, string right, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (!isRight)
        {
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {right}."));
        }
    }
}
