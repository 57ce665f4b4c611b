using System.Collections.Immutable;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Control;

/// <summary>Where the rollout of one flag stands: the sum of its journal's entries, and nothing else.</summary>
internal sealed record RolloutState
{
    public required string Flag { get; init; }

    /// <summary>Gets the attempt, 1-based; 0 before the first.</summary>
    public int Attempt { get; init; }

    public RolloutPosition Position { get; init; }

    public RolloutStatus Status => Position.Status;

    /// <summary>Gets the stage's index; -1 before the first.</summary>
    public int Stage => Position.Stage;

    /// <summary>Gets when the stage was entered.</summary>
    public DateTimeOffset? StageSince { get; init; }

    /// <summary>Gets when the status became what it is.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Gets who brought it where it stands; <see langword="null"/> before the first transition.</summary>
    public string? Actor { get; init; }

    /// <summary>Gets why it stands there, in the words of the transition.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets when a scheduled attempt starts.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Gets what the attempt locked: plan, variants, off and kind.</summary>
    public string? Definition { get; init; }

    /// <summary>Gets what is kept for as long as something is locked: the flag as it was in force last, with all it refers to; <see langword="null"/> where the journal does not say.</summary>
    public string? Kept { get; init; }

    /// <summary>Gets the stretches of the attempt and the stage of each.</summary>
    public ImmutableArray<RolloutStretch> Stretches { get; init; } = [];

    /// <summary>Gets the guards whose breach nobody has acknowledged.</summary>
    public ImmutableSortedSet<string> OpenBreaches { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Gets the stretch since which a guard's evidence counts, where that is not the attempt's first.</summary>
    public ImmutableSortedDictionary<string, int> GuardsSince { get; init; } = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>Gets who approved the next stage.</summary>
    public ImmutableArray<RolloutSignOff> SignOffs { get; init; } = [];

    public DateTimeOffset? LastDrill { get; init; }

    /// <summary>Gets when the attempt completed; it may hold since, or have been rolled back.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Gets what ended the attempt last; <see langword="null"/> while it goes on.</summary>
    public AttemptEnd? End { get; init; }

    /// <summary>Gets whether the plan was removed once the attempt had completed or ended, so that the definition alone decides.</summary>
    public bool IsReleased { get; init; }

    /// <summary>Gets how many attempts there were before a rollout last completed and another one went on from it; those of the present plan come after them.</summary>
    public int EarlierAttempts { get; init; }

    /// <summary>Gets the sequence of the last entry; 0 where there is none.</summary>
    public long Sequence { get; init; }

    /// <summary>Gets the hash of the last entry.</summary>
    public string? HeadHash { get; init; }

    /// <summary>Gets whether a stage is exposed and its guards are listened to.</summary>
    public bool IsExposed => Status is RolloutStatus.Running or RolloutStatus.Holding or RolloutStatus.AwaitingApproval;

    /// <summary>Gets whether the attempt is over and gave the baseline back.</summary>
    public bool IsEnded => Status is RolloutStatus.RolledBack or RolloutStatus.Aborted or RolloutStatus.Expired;

    /// <summary>Gets whether the attempt has completed, whatever happened since.</summary>
    public bool IsComplete => CompletedAt is not null;

    /// <summary>Gets whether a rollout of the flag has completed and was not taken back: this one, or one that this one went on from.</summary>
    public bool HasCompleted => Status == RolloutStatus.Completed || EarlierAttempts > 0;

    /// <summary>Gets the number of the attempt among those of its plan.</summary>
    public int AttemptOfPlan => Attempt - EarlierAttempts;

    /// <summary>Gets whether the plan and the variants are locked.</summary>
    public bool IsLocked => Definition is not null && (IsExposed || Status is RolloutStatus.Completed);

    public static RolloutState Draft(string flag) => new() { Flag = flag };

    /// <summary>Gets the state of a journal: of all its entries, or of any prefix of them.</summary>
    public static RolloutState Replay(string flag, IEnumerable<RolloutJournalEntry> entries)
    {
        RolloutState state = Draft(flag);
        foreach (RolloutJournalEntry entry in entries)
        {
            state = state.After(entry);
        }

        return state;
    }

    /// <summary>Gets the state after one more entry.</summary>
    public RolloutState After(RolloutJournalEntry entry)
    {
        RolloutState next = entry.Kind switch
        {
            RolloutEntryKind.Schedule => this with { StartAt = InstantOf(entry) },
            RolloutEntryKind.Start => Begin(entry),
            RolloutEntryKind.Hold when entry.To.Guard is { } guard => this with { OpenBreaches = OpenBreaches.Add(guard) },
            RolloutEntryKind.Acknowledge => this with
            {
                OpenBreaches = OpenBreaches.Remove(entry.Detail!),
                GuardsSince = GuardsSince.SetItem(entry.Detail!, entry.To.Stretch),
            },
            RolloutEntryKind.Approve => this with { SignOffs = SignOffs.Add(new RolloutSignOff(entry.Actor, entry.Detail!)) },
            RolloutEntryKind.Adopt => this with { Definition = entry.Definition, Kept = entry.Kept, GuardsSince = ChangedGuards.Since(GuardsSince, entry), SignOffs = [] },
            RolloutEntryKind.Edit => this with { Kept = entry.Kept },
            RolloutEntryKind.Complete => this with { CompletedAt = entry.Time },
            RolloutEntryKind.Drill => this with { LastDrill = entry.Time },
            RolloutEntryKind.Release or RolloutEntryKind.Relock => this with { IsReleased = entry.Kind == RolloutEntryKind.Release },
            _ => this,
        };

        return (AttemptEnd.IsEnd(entry) ? next with { End = new AttemptEnd(entry, IsComplete) } : next).MoveTo(entry);
    }

    private static DateTimeOffset? InstantOf(RolloutJournalEntry entry) =>
        DateTimeOffset.TryParse(entry.Detail, System.Globalization.CultureInfo.InvariantCulture, out DateTimeOffset at) ? at : null;

    /// <summary>Begins an attempt; of another plan where the one before completed, whose drills say nothing about it.</summary>
    private RolloutState Begin(RolloutJournalEntry entry)
    {
        bool isOfAnother = Status == RolloutStatus.Completed;
        return new RolloutState
        {
            Flag = Flag,
            Attempt = entry.Attempt,
            EarlierAttempts = isOfAnother ? Attempt : EarlierAttempts,
            Definition = entry.Definition,
            Kept = entry.Kept,
            LastDrill = isOfAnother && LastDrill < CompletedAt ? null : LastDrill,
        };
    }

    private RolloutState MoveTo(RolloutJournalEntry entry)
    {
        RolloutPosition to = entry.To;
        bool isNewStage = to.Stage != Stage;
        RolloutState moved = IsMove(to) ? this with { Actor = entry.Actor, Reason = entry.Reason } : this;
        return moved with
        {
            Position = to,
            Since = to.Status != Status || Since is null ? entry.Time : Since,
            StageSince = isNewStage ? entry.Time : StageSince,
            SignOffs = isNewStage ? [] : SignOffs,
            Stretches = to.Stage >= 0 && (Stretches.IsEmpty || to.Stretch > Stretches[^1].Number) ? Stretches.Add(new RolloutStretch(to.Stretch, to.Stage, IsComplete)) : Stretches,
            Sequence = entry.Sequence,
            HeadHash = entry.Hash,
        };
    }

    /// <summary>Gets whether a position is another one, and not only another stretch.</summary>
    private bool IsMove(RolloutPosition to) => to != new RolloutPosition(Status, Stage, Position.HoldReason, Position.Guard, to.Stretch);
}

/// <summary>A stretch of time with one constant share, the stage it belongs to, and whether that was complete.</summary>
internal readonly record struct RolloutStretch(int Number, int Stage, bool IsComplete = false);

/// <summary>One actor's approval, for one group.</summary>
internal readonly record struct RolloutSignOff(string Actor, string Group);
