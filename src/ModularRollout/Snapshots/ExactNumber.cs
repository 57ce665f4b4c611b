namespace ModularRollout.Snapshots;

/// <summary>Compares 64-bit integers with doubles by their exact values: nothing is rounded.</summary>
internal static class ExactNumber
{
    private const double TwoTo63 = 9_223_372_036_854_775_808.0;

    /// <summary>Compares two numbers.</summary>
    /// <param name="left">The number on the left.</param>
    /// <param name="right">The number on the right.</param>
    /// <param name="order">-1, 0 or 1: the left is less than, equal to or greater than the right.</param>
    /// <returns><see langword="false"/> for NaN, which is in no range.</returns>
    public static bool TryCompare(long left, double right, out int order)
    {
        order = right switch
        {
            >= TwoTo63 => -1,
            < -TwoTo63 => 1,
            _ => CompareInRange(left, right),
        };
        return !double.IsNaN(right);
    }

    /// <inheritdoc cref="TryCompare(long, double, out int)"/>
    public static bool TryCompare(double left, long right, out int order)
    {
        bool isComparable = TryCompare(right, left, out int reverse);
        order = -reverse;
        return isComparable;
    }

    /// <inheritdoc cref="TryCompare(long, double, out int)"/>
    public static bool TryCompare(double left, double right, out int order)
    {
        order = left.CompareTo(right);
        return !double.IsNaN(left) && !double.IsNaN(right);
    }

    private static int CompareInRange(long left, double right)
    {
        long whole = (long)right;
        return left == whole ? 0.0.CompareTo(right - whole) : left.CompareTo(whole);
    }
}
