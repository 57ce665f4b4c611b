using ModularRollout.Simulation.Experiments;

namespace ModularRollout.Simulation;

/// <summary>A question, by the name that <c>--only</c> takes.</summary>
internal sealed record Experiment(string Name, Action<Runs, Findings> Run)
{
    public static Experiment[] All(bool isSmoke) =>
    [
        new("false-rollback", FalseRollback.Run),
        new("many-guards", ManyGuards.Run),
        new("bursts", Bursts.Run),
        new("first-better", FirstBetter.Run),
        new("delay", Delay.Run),
        new("late-regression", LateRegression.Run),
        new("late-onset", LateOnset.Run),
        new("latency", Latency.Run),
        new("sample-ratio", SampleRatio.Run),
        new("proofs", Proofs.Run),
        new("holdback", Holdback.Run),
        new("intervals", Intervals.Run),
        new("paths", Paths.Run),
        new("controller", WholeController.Run),
        new("cost", (_, findings) => Cost.Run(isSmoke, findings)),
    ];
}
