using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>Any sequence of traffic, time, faults, commands, crashes and edits against the real controller, director and stores.</summary>
[Properties(Arbitrary = [typeof(RolloutModelTests)], EndSize = 50)]
public sealed class RolloutModelTests
{
    /// <summary>Sequences of steps by their codes, most of them such that rollouts get on; shrunk by leaving steps out, and to the simplest.</summary>
    public static Arbitrary<int[]> Steps()
    {
        Gen<int> any = Gen.Choose(0, (RolloutModel.Steps * RolloutModel.Actors) - 1);
        Gen<int> trade = Gen.Constant(RolloutModel.TradeWell);
        Gen<int> start = Gen.Constant(RolloutModel.Start);
        return Arb.From(Gen.Frequency((10, any), (5, trade), (1, start)).ArrayOf(), ArbMap.Default.ArbFor<int[]>().Shrinker);
    }

    [Property(MaxTest = 120)]
    public Task Controller_AnySequenceOnMemory_KeepsItsPromises(int[] steps) => RunAsync(steps, new MemoryRolloutStore());

    [Property(MaxTest = 60)]
    public Task Controller_AnySequenceOnFiles_KeepsItsPromises(int[] steps) => RunAsync(steps, new DiskFolder().Store);

    /// <summary>A rollout is in motion when the sequence begins: later stages are reached.</summary>
    [Property(MaxTest = 120)]
    public Task Controller_AnySequenceInMotion_KeepsItsPromises(int[] steps) =>
        RunAsync([RolloutModel.Start, .. Enumerable.Repeat(RolloutModel.TradeWell, 1 + (steps.Length % 16)), .. steps], new MemoryRolloutStore());

    private static async Task RunAsync(int[] steps, IRolloutStore disk)
    {
        await using RolloutModel model = await RolloutModel.OpenAsync(disk);
        foreach (int step in steps)
        {
            await model.TakeAsync(step);
        }

        await model.EndAsync();
    }
}
