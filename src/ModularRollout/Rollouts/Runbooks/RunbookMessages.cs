using System.Text;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Runbooks;

/// <summary>The messages of a runbook: filled in where the attempt has come that far, else with blanks.</summary>
internal static class RunbookMessages
{
    public static IReadOnlyList<RunbookMessage> Of(RunbookFacts facts) => [
        Message(facts, RolloutEntryKind.Start, "has started", Start(facts)),
        Message(facts, RolloutEntryKind.Hold, "holds", [$"The exposure stays as it is: {Exposure(facts)}.", "Next: <what is being looked into, and when there will be news>"]),
        Message(facts, RolloutEntryKind.RollBack, "was rolled back", [
            $"Everybody gets {facts.Plan.Baseline} again; nobody has to do anything.", "Impact: <who was affected, how, from when to when>", "Next: <cause, fix, whether there will be another attempt>"]),
        Message(facts, RolloutEntryKind.Complete, "has completed", Completion(facts)),
    ];

    private static RunbookMessage Message(RunbookFacts facts, RolloutEntryKind occasion, string what, params IReadOnlyList<string> lines)
    {
        RolloutJournalEntry? entry = Last(facts, occasion);
        var text = new StringBuilder($"Rollout of {facts.Flag} {what}.\n");
        text.Append(entry is null
            ? "When, by whom: <time>, <actor>\nWhy: <reason>\n"
            : $"When, by whom: {Sentences.Of(entry.Time)}, {entry.Actor}\nWhy: {entry.Reason}\n");
        foreach (string line in lines)
        {
            text.Append(line).Append('\n');
        }

        text.Append("Owner: ").Append(facts.Definition.Owner ?? "<owner>");
        return new RunbookMessage(occasion, To(facts, occasion), text.ToString());
    }

    private static string[] Start(RunbookFacts facts)
    {
        var stages = new List<string>();
        foreach (RolloutStage stage in facts.Plan.Stages)
        {
            stages.Add($"{stage.Name} ({PlanWords.Reach(stage)})");
        }

        return [
            $"From {facts.Plan.Baseline} to {facts.Plan.Candidate}: {string.Join(", ", stages)}.",
            $"Expected: {facts.Plan.Hypothesis ?? "<hypothesis>"}",
            $"To take it back: {RunbookCalls.RollBack(facts)}",
        ];
    }

    private static string[] Completion(RunbookFacts facts) => [
        Exposures.HasHoldback(facts.Plan)
            ? $"Everybody gets {facts.Plan.Candidate}, but {Sentences.Of(facts.Plan.Stages[^1].HoldbackPercent)} who are held back to compare."
            : $"Everybody gets {facts.Plan.Candidate}.",
        $"Next: {facts.Definition.RemovalPlan ?? "<when flag and old code are removed>"}",
    ];

    private static string Exposure(RunbookFacts facts) =>
        facts.Progress.Stage is { } stage ? $"stage {stage.Name}, {PlanWords.Reach(stage)}" : "stage <stage>, <share>";

    private static List<string> To(RunbookFacts facts, RolloutEntryKind occasion)
    {
        List<string> to = facts.Definition.Owner is { } owner ? [owner] : [];
        foreach (string name in occasion is RolloutEntryKind.Hold or RolloutEntryKind.RollBack ? facts.Plan.EscalateTo : [])
        {
            to.AddRange(to.Contains(name) ? [] : [name]);
        }

        return to;
    }

    /// <summary>The last entry of a kind in this attempt.</summary>
    private static RolloutJournalEntry? Last(RunbookFacts facts, RolloutEntryKind kind)
    {
        RolloutJournalEntry? last = null;
        foreach (RolloutJournalEntry entry in facts.Journal.Entries)
        {
            last = entry.Kind == kind && entry.Attempt == facts.Progress.Attempt ? entry : last;
        }

        return last;
    }
}
