using ModularRollout.Snapshots;

namespace ModularRollout.Benchmarks.Floor;

/// <summary>Builds the floor of each scenario, with the counts of threads or of a scope.</summary>
internal static class Floors
{
    public static FloorGate Of<TCounter>(string scenario, TCounter counter)
        where TCounter : struct, IFloorCounter
    {
        return scenario switch
        {
            Scenarios.Constant => new ConstantFloor<TCounter>(counter),
            Scenarios.Split => new SplitFloor<TCounter>(counter, Halves()),
            Scenarios.Rules => new RulesFloor<TCounter>(counter),
            Scenarios.Variants => new SplitFloor<TCounter>(counter, Colours()),
            _ => throw new ArgumentOutOfRangeException(nameof(scenario), scenario, "There is no floor of this scenario."),
        };
    }

    public static FloorContext[] Contexts()
    {
        EvaluationContext[] keyed = Subjects.Keyed();
        var contexts = new FloorContext[keyed.Length];
        for (int i = 0; i < contexts.Length; i++)
        {
            string[] texts = [Subjects.Country(i), Subjects.Plan(i), Subjects.Email(i)];
            contexts[i] = new FloorContext(keyed[i].TargetingKey!, keyed[i].KeyHash, texts);
        }

        return contexts;
    }

    private static FloorSplit Halves() => new(Scenarios.Split, ShareBounds.Of([50m, 50m]), [new(true, "on", 1), new(false, "off", 2)]);

    private static FloorSplit Colours() =>
        new(Scenarios.Variants, ShareBounds.Of([50m, 30m, 20m]), [new(false, "#d00000", 1), new(true, "#00d000", 2), new(true, "#0000d0", 3)]);
}
