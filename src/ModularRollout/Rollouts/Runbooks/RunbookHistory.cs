using System.Text;
using ModularRollout.Definitions;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Runbooks;

/// <summary>The last drill, and the journal so far, the newest first.</summary>
internal static class RunbookHistory
{
    private const int Most = 100;

    public static void Write(MarkdownWriter page, RunbookFacts facts)
    {
        page.Heading(2, "Last drill");
        page.Paragraph(facts.Progress.LastDrill is { } drill
            ? (MarkdownText)$"Passed on {drill}, {facts.Now - drill} ago."
            : "No drill of the plan has been passed.");
        page.Heading(2, "Journal");
        if (facts.Journal.Damage is { } damage)
        {
            page.Paragraph($"**Damaged:** {damage.Sentence:prose}");
        }

        List<RolloutJournalEntry> shown = Shown(facts.Journal);
        if (facts.Journal.Entries.Count == 0)
        {
            page.Paragraph("Nothing has happened yet.");
            return;
        }

        WriteEntries(page, facts, shown);
        page.Paragraph($"{shown.Count} of {facts.Journal.Entries.Count} entries, the newest first, without deliveries to listeners. All of them: `gate.Rollouts.JournalOf`.");
    }

    private static void WriteEntries(MarkdownWriter page, RunbookFacts facts, List<RolloutJournalEntry> entries)
    {
        Dictionary<long, RolloutPlan?> plans = PlansOf(facts.Journal);
        page.Table("no.", "attempt", "time", "who", "what", "stands at", "why");
        foreach (RolloutJournalEntry entry in entries)
        {
            MarkdownText what = entry.Detail is { } detail && entry.Kind is RolloutEntryKind.Approve or RolloutEntryKind.Acknowledge or RolloutEntryKind.Refuse
                ? (MarkdownText)$"{entry.Kind.ToString()} {detail:code}"
                : entry.Kind.ToString();
            page.Row($"{entry.Sequence}", $"{entry.Attempt}", $"{entry.Time}", entry.Actor, what, Place(plans[entry.Sequence], entry), MarkdownText.Prose(entry.Reason));
        }
    }

    private static List<RolloutJournalEntry> Shown(RolloutJournal journal)
    {
        var shown = new List<RolloutJournalEntry>();
        for (int i = journal.Entries.Count - 1; i >= 0 && shown.Count < Most; i--)
        {
            if (journal.Entries[i].Kind != RolloutEntryKind.Deliver)
            {
                shown.Add(journal.Entries[i]);
            }
        }

        return shown;
    }

    /// <summary>The plan that was locked when an entry was written: a further rollout has other stages than the one that it goes on from.</summary>
    private static Dictionary<long, RolloutPlan?> PlansOf(RolloutJournal journal)
    {
        var plans = new Dictionary<long, RolloutPlan?>();
        RolloutPlan? plan = null;
        foreach (RolloutJournalEntry entry in journal.Entries)
        {
            plan = entry.Definition is { } text ? RolloutPlan.Of(new FlagDefinition(entry.Flag, null, Encoding.UTF8.GetBytes(text))) : plan;
            plans[entry.Sequence] = plan;
        }

        return plans;
    }

    /// <summary>Stages are named by the plan of their time; one that it does not have, by its number.</summary>
    private static MarkdownText Place(RolloutPlan? plan, RolloutJournalEntry entry)
    {
        int stage = entry.To.Stage;
        MarkdownText name = stage < 0 ? "" : stage < plan?.Stages.Count ? (MarkdownText)$", {plan.Stages[stage].Name:code}" : (MarkdownText)$", stage {stage + 1}";
        return $"{PlanWords.Of(entry.To.Status)}{name}";
    }
}
