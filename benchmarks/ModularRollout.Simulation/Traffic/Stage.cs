namespace ModularRollout.Simulation.Traffic;

/// <summary>A stage of a rollout: the candidate's share and how many outcomes it lasts.</summary>
internal readonly record struct Stage(double Share, int Outcomes)
{
    public static Stage[] Ramp { get; } = [new(.01, 25_000), new(.05, 25_000), new(.25, 25_000), new(.5, 25_000)];

    public static Stage[] Fixed(double share) => [new(share, 100_000)];
}
