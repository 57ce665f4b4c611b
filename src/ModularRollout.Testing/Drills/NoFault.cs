namespace ModularRollout.Testing.Drills;

/// <summary>Nothing goes wrong: the rollout must complete.</summary>
internal sealed class NoFault : DrillFault
{
    public override void Judge(DrillRun run) => MustComplete(run, "The candidate was no worse than the baseline");
}
