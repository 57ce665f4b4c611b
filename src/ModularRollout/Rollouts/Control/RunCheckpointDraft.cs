using System.Collections.Immutable;

namespace ModularRollout.Rollouts.Control;

/// <summary>Checkpoints of one rollout that are to be written: everything they hold is of the moment in which this was made.</summary>
/// <param name="Watch">What this process counted and judged; <see langword="null"/> for nothing.</param>
/// <param name="Controller">Where the rollout stands; <see langword="null"/> where another process controls.</param>
/// <param name="End">The journal's end.</param>
/// <param name="Merged">The versions of other instances' checkpoints that are merged into the counts.</param>
internal sealed record RunCheckpointDraft(WatchCopy? Watch, ControllerDraft? Controller, JournalMark End, ImmutableDictionary<string, string?> Merged)
{
    /// <summary>Gets which other instances' evidence the controller's checkpoint holds.</summary>
    public ImmutableDictionary<string, string?> Folded => IsWatched ? Merged : Merged.Clear();

    private bool IsWatched => Watch is not null && Watch.Attempt == Controller?.AttemptInForce;

    /// <summary>Puts the checkpoints in the form in which they are stored. Tens of milliseconds, where there are many subjects: not under a lock.</summary>
    public RunCheckpointContents Save()
    {
        byte[]? counts = Watch?.Counts.Save();
        return new RunCheckpointContents(
            counts is null ? null : Write(Watch!.Attempt, writer => writer.Write(counts)),
            Controller is null ? null : Write(Controller.Attempt, writer => Write(writer, Controller, counts)));
    }

    private void Write(BinaryWriter writer, ControllerDraft controller, byte[]? counts)
    {
        writer.Write(End.Sequence);
        writer.Write(End.Hash ?? "");
        writer.Write(controller.Stage);
        writer.Write(IsWatched);
        if (IsWatched)
        {
            Watch!.Write(writer, counts!);
        }
    }

    private static byte[] Write(int attempt, Action<BinaryWriter> write) => Checkpoints.Write(writer =>
    {
        writer.Write(RolloutCheckpoints.Version);
        writer.Write(attempt);
        write(writer);
    });
}

/// <summary>Where a rollout stands, for its controller's checkpoint.</summary>
/// <param name="Attempt">The attempt that the store accepted.</param>
/// <param name="AttemptInForce">The attempt in force.</param>
/// <param name="Stage">The stage in force.</param>
internal sealed record ControllerDraft(int Attempt, int AttemptInForce, int Stage);

/// <summary>What checkpoints of one rollout hold.</summary>
/// <param name="Counts">What this process counted; <see langword="null"/> for nothing.</param>
/// <param name="Controller">The clocks, the statistics and the journal's end; <see langword="null"/> where another process controls.</param>
internal readonly record struct RunCheckpointContents(byte[]? Counts, byte[]? Controller);
