using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ModularRollout.Tests.Rollouts.Control.Further;

/// <summary>Any sequence of plans, removals, commands, traffic, faults and restarts: publishing changes nothing but where the definition alone decides.</summary>
[Properties(Arbitrary = [typeof(FurtherModelTests)], EndSize = 50)]
public sealed class FurtherModelTests
{
    private static readonly Gen<int> s_step = Gen.Frequency(
        (9, Gen.Choose(0, FurtherModel.Steps - 1)),
        (9, Gen.Constant(FurtherModel.TradeWell)),
        (4, Gen.Constant(FurtherModel.Restart)),
        (3, Gen.Constant(FurtherModel.GoOn)),
        (1, Gen.Constant(FurtherModel.Start)));

    /// <summary>Sequences of steps by their codes, most of them such that rollouts complete and go on; shrunk by leaving steps out.</summary>
    public static Arbitrary<int[]> Steps() => Arb.From(s_step.ArrayOf(), ArbMap.Default.ArbFor<int[]>().Shrinker);

    [Property(MaxTest = 20)]
    public async Task Controller_AnySequenceOfPlans_GivesEverybodyTheSameOrTheNext(int[] steps) => await RunAsync(steps);

    /// <summary>A first rollout has completed when the sequence begins.</summary>
    [Property(MaxTest = 20)]
    public async Task Controller_AnySequenceAfterCompletion_GivesEverybodyTheSameOrTheNext(int[] steps) =>
        await RunAsync([FurtherModel.Start, FurtherModel.TradeWell, FurtherModel.TradeWell, .. steps]);

    [Fact]
    public async Task Sequences_GoOnOverAndOver()
    {
        var random = new System.Random(7);
        int further = 0;
        for (int i = 0; i < 3; i++)
        {
            IEnumerable<int> steps = Enumerable.Range(0, 15).SelectMany(_ => (int[])
                [random.Next(FurtherModel.Steps), FurtherModel.TradeWell, FurtherModel.TradeWell, FurtherModel.GoOn, FurtherModel.Restart]);
            further += await RunAsync([FurtherModel.Start, .. steps]);
        }

        Assert.InRange(further, 5, 100);
    }

    private static async Task<int> RunAsync(int[] steps)
    {
        await using FurtherModel model = await FurtherModel.OpenAsync();
        foreach (int step in steps)
        {
            await model.TakeAsync(step);
        }

        return model.Further;
    }
}
