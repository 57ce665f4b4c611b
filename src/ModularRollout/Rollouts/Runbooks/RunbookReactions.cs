using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Runbooks;

/// <summary>What a rollout does by itself, and what the world may do to it.</summary>
internal static class RunbookReactions
{
    public static void Write(MarkdownWriter page, RunbookFacts facts)
    {
        RolloutPlan plan = facts.Plan;
        page.Heading(2, "What happens by itself");
        page.Table("when", "what happens", "what is left to do");
        page.Row("a guard is broken", Breach(plan), Next(plan));
        page.Row("nobody knows how the candidate does", Blind(plan), "Bring the measurements back; after a hold, resume.");
        page.Row("a stage's window ends", Windows(plan), "After a hold, resume for another window, advance by hand, or roll back.");
        page.Row("change hours are closed", Hours(plan), "Nothing. Rolling back, holding and killing never wait.");
        page.Row("a probe is not green", Probes(plan), "Look at what the probe says; it is among what the rollout waits for.");
        page.Row("the store fails", "Nothing raises exposure. Rollbacks, holds and kills act at once in this process and are written as soon as the store accepts. The gate's status is degraded.", "Bring the store back. Do not delete its files.");
        page.Row(
            "the controlling process ends",
            $"What is exposed stays exposed. Another process takes over within about {facts.LookEvery}; evidence since the last checkpoint, {facts.CheckpointEvery} at most, is dropped and counted.",
            "If there is no other process, start one: until then nobody looks at the guards.");
        if (facts.State.Status == RolloutStatus.Completed)
        {
            page.Row("the plan is removed", "The definition alone decides, for a holdback too.", $"Let `otherwise` serve {plan.Candidate:code} in the same edit.");
        }
        else
        {
            page.Row("the flag's definition is deleted", "What was locked stays in force, and the rollout holds.", "Publish the definition again and resume, or roll back.");
        }

        page.Row("the journal is damaged", $"Nothing of the rollout is exposed: everybody gets {plan.Baseline:code}.", "Restore the journal from a copy; do not edit it.");
    }

    private static MarkdownText Breach(RolloutPlan plan)
    {
        var rollBack = new List<string>();
        var hold = new List<string>();
        foreach (RolloutGuard guard in plan.Guards)
        {
            (guard.OnBreach == RolloutReaction.RollBack ? rollBack : hold).AddRange(guard.IsDryRun ? [] : [guard.Name]);
        }

        MarkdownText back = rollBack.Count > 0 ? (MarkdownText)$"{MarkdownText.Codes(rollBack)}: rolled back at once, also while it holds or waits. " : "";
        MarkdownText held = hold.Count > 0 ? (MarkdownText)$"{MarkdownText.Codes(hold)}: it holds; the exposure stays. " : "";
        return rollBack.Count + hold.Count == 0 ? "No guard acts." : (MarkdownText)$"{back}{held}Of attempts with a good candidate at most {Sentences.Of((decimal)plan.FalseRollback * 100)} are hit by chance.";
    }

    private static MarkdownText Next(RolloutPlan plan) => plan.Restart == PlanRestart.NewBuckets
        ? "After a rollback: find the cause, restart; other subjects get the candidate then. After a hold: acknowledge, then resume, or roll back."
        : "After a rollback: find the cause, restart; the same subjects get the candidate again. After a hold: acknowledge, then resume, or roll back.";

    private static MarkdownText Blind(RolloutPlan plan) => $"It does not advance. After {plan.MaxBlind} it {PlanWords.Of(plan.OnBlind)}. No decisions at all is not blind: then all clocks stop.";

    private static MarkdownText Windows(RolloutPlan plan)
    {
        var windows = new List<string>();
        foreach (RolloutStage stage in plan.Stages)
        {
            windows.AddRange(stage.Window is null ? [] : [$"`{stage.Name}` {PlanWords.WindowOf(stage)}"]);
        }

        return windows.Count == 0 ? "No stage has a window." : MarkdownText.Prose($"{string.Join("; ", windows)}. Only open change hours count, and no manual pause.");
    }

    private static MarkdownText Hours(RolloutPlan plan) => plan.ChangeHours is { } hours
        ? (MarkdownText)$"Exposure does not rise. They are open {PlanWords.Of(hours)}."
        : "The plan has none: exposure may rise at any time, but for freezes.";

    private static MarkdownText Probes(RolloutPlan plan) => plan.Probes.Count == 0
        ? "The plan names none."
        : (MarkdownText)$"It does not advance ({MarkdownText.Codes(plan.Probes)}). One that fails to run is unknown, as missing measurements are.";
}
