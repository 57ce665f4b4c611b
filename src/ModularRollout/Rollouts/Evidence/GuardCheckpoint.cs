using System.Text.Json.Serialization;

namespace ModularRollout.Rollouts.Evidence;

/// <summary>
/// Holds what a <see cref="GuardStatistic"/> or a <see cref="ShiryaevRobertsStatistic"/> must remember between two looks.
/// </summary>
/// <remarks>
/// Immutable plain data for any serializer that keeps doubles exactly, as System.Text.Json does: a statistic that goes on from it gives the
/// same verdicts, bit by bit.
/// </remarks>
public sealed class GuardCheckpoint
{
    /// <summary>Makes a checkpoint.</summary>
    /// <param name="logRestarts">See <see cref="LogRestarts"/>.</param>
    /// <param name="stretch">See <see cref="Stretch"/>.</param>
    /// <param name="look">See <see cref="Look"/>.</param>
    /// <param name="cells">See <see cref="Cells"/>.</param>
    /// <exception cref="ArgumentException">The number of logarithms is neither 0 nor 12, one of them is no number, or 0 with looks
    /// taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stretch"/> is below 1, or <paramref name="look"/> below 0.</exception>
    [JsonConstructor]
    public GuardCheckpoint(IReadOnlyList<double> logRestarts, int stretch, long look, IReadOnlyList<LabelCell> cells)
    {
        ArgumentNullException.ThrowIfNull(logRestarts);
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentOutOfRangeException.ThrowIfLessThan(stretch, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(look);
        LogRestarts = Checked([.. logRestarts], look);
        Stretch = stretch;
        Look = look;
        Cells = [.. cells];
    }

    /// <summary>Gets the logarithm of the restarts' sum for each point of <see cref="EvidenceGrid.Worse"/>.</summary>
    /// <value>12 finite numbers; empty before the first look.</value>
    public IReadOnlyList<double> LogRestarts { get; }

    /// <summary>Gets the stretch of the last look.</summary>
    /// <value>At least 1.</value>
    public int Stretch { get; }

    /// <summary>Gets how many looks were taken in the stretch.</summary>
    public long Look { get; }

    /// <summary>Gets the cells of the last look; of a budget one, with the rate as its share, the events and the outcomes.</summary>
    public IReadOnlyList<LabelCell> Cells { get; }

    private static double[] Checked(double[] logRestarts, long look)
    {
        if (logRestarts.Length != EvidenceGrid.Points && (logRestarts.Length != 0 || look != 0))
        {
            throw new ArgumentException($"There are {logRestarts.Length} logarithms; there must be {EvidenceGrid.Points}, or none before the first look.", nameof(logRestarts));
        }

        foreach (double log in logRestarts)
        {
            ArgumentRange.ThrowUnless(double.IsFinite(log), log, "finite", nameof(logRestarts));
        }

        return logRestarts;
    }
}
