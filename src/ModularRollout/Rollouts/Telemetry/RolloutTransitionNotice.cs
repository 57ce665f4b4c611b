using System.Text;
using ModularRollout.Definitions;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Telemetry;

/// <summary>A transition that is in effect, as telemetry shows it.</summary>
internal sealed class RolloutTransitionNotice
{
    public RolloutTransitionNotice(RolloutPlan? plan, RolloutJournalEntry entry)
        : this(plan, BegunBy(entry) ?? plan, entry.Flag, entry.Attempt, entry.Kind, entry.From, entry.To)
    {
        (Time, Actor, Reason) = (entry.Time, entry.Actor, entry.Reason);
    }

    public RolloutTransitionNotice(RolloutPlan? plan, RolloutEntryDraft draft)
        : this(plan, plan, draft.Flag, draft.Attempt, draft.Kind, draft.From, draft.To)
    {
        (Time, Actor, Reason) = (draft.Time, draft.Actor, draft.Reason);
    }

    private RolloutTransitionNotice(RolloutPlan? before, RolloutPlan? after, string flag, int attempt, RolloutEntryKind kind, RolloutPosition from, RolloutPosition to)
    {
        (Flag, Attempt, Kind, From, To) = (flag, attempt, kind, from, to);
        FromStage = StageOf(before, from);
        ToStage = StageOf(after, to);
    }

    public string Flag { get; }

    public int Attempt { get; }

    public RolloutEntryKind Kind { get; }

    public RolloutPosition From { get; }

    public string? FromStage { get; }

    public RolloutPosition To { get; }

    public string? ToStage { get; }

    public DateTimeOffset Time { get; }

    public string Actor { get; } = "";

    public string Reason { get; } = "";

    /// <summary>A start may be one of another plan than that of the attempt before.</summary>
    private static RolloutPlan? BegunBy(RolloutJournalEntry entry) => entry is { Kind: RolloutEntryKind.Start, Definition: { } text }
        ? RolloutPlan.Of(new FlagDefinition(entry.Flag, null, Encoding.UTF8.GetBytes(text)))
        : null;

    private static string? StageOf(RolloutPlan? plan, RolloutPosition position) =>
        plan is not null && position.Stage >= 0 && position.Stage < plan.Stages.Count ? plan.Stages[position.Stage].Name : null;
}
