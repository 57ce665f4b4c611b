using ModularRollout.Rollouts;

namespace ModularRollout.Testing.Drills;

/// <summary>What goes wrong in a run, and what the plan is expected to make of it.</summary>
/// <remarks>One instance for one run.</remarks>
internal abstract class DrillFault
{
    /// <summary>Gets whether the journal has to be in files, because the process dies.</summary>
    public virtual bool NeedsFiles => false;

    /// <summary>Checks what the scenario says against the plan, before the rollout is started.</summary>
    public virtual void Begin(DrillRun run)
    {
    }

    /// <summary>Sets in, before visits come.</summary>
    public virtual void BeforeLook(DrillRun run)
    {
    }

    /// <summary>Does its harm, and repairs what people would repair, after a look.</summary>
    public virtual Task AfterLookAsync(DrillRun run, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Gets whether a hold for a reason is part of the scenario: any other ends the run.</summary>
    public virtual bool Handles(RolloutHoldReason reason) => false;

    /// <summary>Says what is wrong with how the run ended.</summary>
    public abstract void Judge(DrillRun run);

    /// <summary>Complains unless the rollout completed.</summary>
    protected static void MustComplete(DrillRun run, string who)
    {
        if (run.Progress.Status != RolloutStatus.Completed)
        {
            run.Complaints.Add($"{who}, and the rollout did not complete. {DrillSentences.WhereItStands(run)}");
        }
    }
}
