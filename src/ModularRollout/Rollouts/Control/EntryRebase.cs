using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Control;

/// <summary>Lets an entry that waited for its store follow whatever the journal holds by then. Never does that raise exposure.</summary>
internal static class EntryRebase
{
    /// <summary>Gets whether entries of a kind change nothing about where a rollout stands.</summary>
    public static bool IsNote(RolloutEntryKind kind) => kind is RolloutEntryKind.Refuse or RolloutEntryKind.Deliver or RolloutEntryKind.Drill
        or RolloutEntryKind.Report or RolloutEntryKind.Edit or RolloutEntryKind.Kill or RolloutEntryKind.Revive;

    public static RolloutEntryDraft Onto(RolloutState accepted, RolloutEntryDraft draft)
    {
        RolloutPosition from = accepted.Position;
        return draft.Between(from, IsNote(draft.Kind) || IsMoot(accepted, draft.Kind) ? from : Follow(from, draft.To), Math.Max(1, accepted.Attempt));
    }

    /// <summary>Gets whether what an entry did has been overtaken: what is over already cannot be held.</summary>
    private static bool IsMoot(RolloutState accepted, RolloutEntryKind kind) => kind == RolloutEntryKind.Hold
        ? !accepted.IsExposed && accepted.Status != RolloutStatus.Completed
        : accepted.IsEnded;

    /// <summary>Goes where the entry went, in a stretch of its own where others have been opened since.</summary>
    private static RolloutPosition Follow(RolloutPosition from, RolloutPosition to)
    {
        bool isBehind = to.Stage >= 0 && from.Stretch > to.Stretch;
        int stage = Math.Min(from.Stage, to.Stage);
        return isBehind || stage != to.Stage ? new RolloutPosition(to.Status, stage, to.HoldReason, to.Guard, from.Stretch + 1) : to;
    }
}
