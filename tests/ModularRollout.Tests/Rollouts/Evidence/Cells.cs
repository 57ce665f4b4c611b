using FsCheck;
using FsCheck.Fluent;
using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

/// <summary>Label counters as FsCheck draws them: shares of real plans and some odd ones, few and many labels.</summary>
public static class Cells
{
    private static readonly double[] s_shares = [.0001, .01, .05, .0404, .25, .5, .9, .99];

    public static Gen<LabelCell> Cell { get; } =
        from share in Gen.Elements(s_shares)
        from total in Gen.Elements(0, 1, 2, 10, 100, 5000)
        from candidate in Gen.Choose(0, total)
        select new LabelCell(share, candidate, total);

    /// <summary>Looks at counters that only grow, a ramp of stretches among them.</summary>
    public static Gen<Look[]> Looks { get; } =
        from steps in Gen.Choose(1, 30).SelectMany(static count => Gen.ArrayOf(Gen.Zip(Cell, Gen.Choose(0, 9)), count))
        select Growing(steps);

    public static Arbitrary<LabelCell[]> OfCells() => Gen.ArrayOf(Cell).ToArbitrary();

    public static Arbitrary<Look[]> OfLooks() => Looks.ToArbitrary();

    public static Arbitrary<GuardLook[]> OfGuardLooks() => Gen.ArrayOf(
        from logE in Gen.Choose(-2000, 2000)
        from logRestarts in Gen.Choose(-2000, 2000)
        from excess in Gen.Choose(-5, 5)
        select new GuardLook(logE / 10.0, logRestarts / 10.0, excess, excess > 0)).ToArbitrary();

    private static Look[] Growing((LabelCell Cell, int Dice)[] steps)
    {
        var counters = new Dictionary<double, LabelCell>();
        var looks = new List<Look>();
        int stretch = 1;
        foreach ((LabelCell cell, int dice) in steps)
        {
            LabelCell before = counters.GetValueOrDefault(cell.Share);
            counters[cell.Share] = new LabelCell(cell.Share, before.Candidate + cell.Candidate, before.Total + cell.Total);
            stretch += dice == 0 ? 1 : 0;
            looks.Add(new Look([.. counters.Values], stretch));
        }

        return [.. looks];
    }
}

/// <summary>What a guard is shown at one look.</summary>
public sealed record Look(LabelCell[] Cells, int Stretch)
{
    public override string ToString() => $"stretch {Stretch}: {string.Join(", ", Cells.Select(static cell => $"{cell.Candidate} of {cell.Total} at {cell.Share}"))}";
}
