using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Testing.Drills;

/// <summary>What a drill says about a run that went wrong.</summary>
internal static class DrillSentences
{
    public static string WhereItStands(DrillRun run)
    {
        RolloutProgress progress = run.Progress;
        string stage = progress.Stage is { } at ? $" in stage `{at.Name}`" : "";
        string hold = progress.Status == RolloutStatus.Holding ? $" ({progress.HoldReason})" : "";
        string end = run.System.Journal.Entries.LastOrDefault(static entry => entry.From.Status != entry.To.Status) is { } last ? $" The journal says: {last.Reason}" : "";
        string waits = progress.Status is RolloutStatus.Running or RolloutStatus.AwaitingApproval ? " " + string.Join(' ', progress.Waits) : "";
        string damage = progress.Damage is { } damaged ? $" {damaged}" : "";
        return $"After {DrillText.Of(run.Elapsed)} it is {progress.Status}{hold}{stage}.{end}{waits}{damage}";
    }

    public static string Of(RolloutJournalEntry? entry) => entry?.ToString() ?? "nothing";

    public static string GuardsOf(DrillRun run) => run.Plan.Guards.Count == 0
        ? "The plan has no guards."
        : $"The plan's guards are {string.Join(", ", run.Plan.Guards.Select(static guard => $"`{guard.Name}`{(guard.IsDryRun ? " (a dry run)" : "")}"))}.";
}
