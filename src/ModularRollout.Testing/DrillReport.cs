using System.Text;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Testing.Drills;

namespace ModularRollout.Testing;

/// <summary>Says how a drill of a plan went, scenario by scenario.</summary>
/// <remarks>Immutable.</remarks>
public sealed class DrillReport
{
    internal DrillReport(string flag, IReadOnlyList<DrillResult> results, IReadOnlyList<string> leftOut)
    {
        Flag = flag;
        Results = results;
        LeftOut = leftOut;
    }

    /// <summary>Gets the flag's name.</summary>
    public string Flag { get; }

    /// <summary>Gets the result of each run, in order.</summary>
    public IReadOnlyList<DrillResult> Results { get; }

    /// <summary>Gets which standard scenarios say nothing about this plan and were left out, in sentences.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>Gets whether every run passed.</summary>
    public bool HasPassed => Results.All(static result => result.HasPassed);

    /// <summary>Gets the drill in one sentence, as journals keep it.</summary>
    public string Summary
    {
        get
        {
            int failed = Results.Count(static result => !result.HasPassed);
            string verdict = failed == 0 ? $"All {DrillText.Of(Results.Count)} scenarios passed" : $"{DrillText.Of(failed)} of {DrillText.Of(Results.Count)} scenarios failed";
            DrillResult? worst = Results.Where(static result => result.HasPassed && result.TimeToStop is not null).MaxBy(static result => result.ExposedSubjects);
            string price = worst is null ? "" : $"; at worst ({worst.Scenario.Name}) {DrillText.Of(worst.ExposedSubjects)} subjects were exposed until the candidate was stopped after {DrillText.Of(worst.TimeToStop!.Value)}";
            return $"{verdict}{price}.";
        }
    }

    /// <summary>Journals a passed drill, for stages that demand a fresh one.</summary>
    /// <param name="controller">The controller of the application's own gate.</param>
    /// <param name="actor">Who ran the drill.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What became of the command.</returns>
    /// <exception cref="InvalidOperationException">The drill failed.</exception>
    public Task<RolloutCommandResult> RecordAsync(RolloutController controller, string actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(controller);
        return HasPassed
            ? controller.RecordDrillAsync(Flag, actor, Summary, cancellationToken)
            : throw new InvalidOperationException($"A drill that failed is not journalled as passed. {Summary}");
    }

    /// <summary>Writes the report as Markdown: a table of the runs, what went wrong, and the journal of each run that failed.</summary>
    /// <returns>The text, with <c>\n</c> at the ends of lines.</returns>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("# Drill of `").Append(Flag).Append("`\n\n").Append(Summary).Append("\n\n");
        text.Append("| scenario | passed | end | stopped by | time to stop | exposed subjects | candidate visits | extra failures |\n|---|---|---|---|---:|---:|---:|---:|\n");
        foreach (DrillResult result in Results)
        {
            text.Append("| ").Append(result.Scenario.Name).Append(" | ").Append(result.HasPassed ? "yes" : "**no**").Append(" | ").Append(result.Status)
                .Append(" | ").Append(result.StoppedBy ?? "").Append(" | ").Append(result.TimeToStop is { } time ? DrillText.Of(time) : "")
                .Append(" | ").Append(DrillText.Of(result.ExposedSubjects)).Append(" | ").Append(DrillText.Of(result.CandidateVisits))
                .Append(" | ").Append(DrillText.Of(result.ExtraFailures)).Append(" |\n");
        }

        foreach (string left in LeftOut)
        {
            text.Append("\nLeft out: ").Append(left).Append('\n');
        }

        foreach (DrillResult failed in Results.Where(static result => !result.HasPassed))
        {
            Append(text, failed);
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(Environment.NewLine, [$"Drill of `{Flag}`: {Summary}", .. Results.Select(static result => result.ToString()), .. LeftOut.Select(static left => $"Left out: {left}")]);

    private static void Append(StringBuilder text, DrillResult failed)
    {
        text.Append("\n## ").Append(failed.Scenario.Name).Append(" failed\n\n").Append(failed.Scenario.Description).Append("\n\n");
        foreach (string complaint in failed.Complaints)
        {
            text.Append("- ").Append(complaint).Append('\n');
        }

        text.Append("\n| time | entry | by | why |\n|---|---|---|---|\n");
        foreach (RolloutJournalEntry entry in failed.Journal.Entries)
        {
            text.Append("| ").Append(entry.Time.UtcDateTime.ToString("u", System.Globalization.CultureInfo.InvariantCulture)).Append(" | ").Append(entry.Kind)
                .Append(" | ").Append(entry.Actor).Append(" | ").Append(entry.Reason.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        }
    }
}
