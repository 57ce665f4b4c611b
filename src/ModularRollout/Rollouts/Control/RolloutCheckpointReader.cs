using System.Buffers.Binary;
using ModularRollout.Rollouts.Counting.Saving;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Rollouts.Control;

/// <summary>Takes from checkpoints what a rollout needs. What cannot be read is left out and told.</summary>
internal static class RolloutCheckpointReader
{
    /// <summary>How many bytes say of which version and attempt a checkpoint is.</summary>
    public const int HeadLength = 2 * sizeof(int);

    /// <summary>Gets the journal's end that the controller's checkpoint knows; one that cannot be read knows nothing.</summary>
    public static JournalMark MarkOf(RunCheckpoints saved, RolloutCheckpoint[] read)
    {
        RolloutCheckpoint? checkpoint = Array.Find(read, static checkpoint => checkpoint.Name == RolloutCheckpoints.Controller);
        if (checkpoint is { IsHead: true } && saved.Mark is { } known)
        {
            return known;
        }

        saved.Damage = null;
        var mark = new JournalMark(0, null);
        _ = checkpoint is not null && TryRead(saved, checkpoint, (_, reader) => mark = new JournalMark(reader.ReadInt64(), reader.ReadString()));
        return mark;
    }

    /// <summary>Gets the attempt a checkpoint is of; <see langword="null"/> where its head is not of this version.</summary>
    public static int? AttemptOf(RolloutCheckpoint checkpoint)
    {
        ReadOnlySpan<byte> content = checkpoint.Content.Span;
        return content.Length >= HeadLength && BinaryPrimitives.ReadInt32LittleEndian(content) == RolloutCheckpoints.Version
            ? BinaryPrimitives.ReadInt32LittleEndian(content[sizeof(int)..])
            : null;
    }

    /// <summary>Takes what was read since the last step: what others counted; and, once for each watch, where the controller before stopped.</summary>
    /// <param name="run">The rollout. The caller holds the board's lock.</param>
    /// <param name="isControlling">Whether this process controls.</param>
    public static void Take(RolloutRun run, bool isControlling)
    {
        RunCheckpoints saved = run.Saved;
        if (run.Watch is not { } watch || saved.Take() is not { } read)
        {
            return;
        }

        bool isAnew = saved.TakenFor != (watch, isControlling);
        if (isAnew && Array.Exists(read, static checkpoint => checkpoint.IsHead))
        {
            // It was asked for on behalf of another watch, which had the content. The next read is whole.
            return;
        }

        var others = new List<OtherCounts>();
        foreach (RolloutCheckpoint checkpoint in read)
        {
            if (checkpoint.Name != RolloutCheckpoints.Controller)
            {
                AddOther(others, saved, watch, checkpoint);
            }
            else if (isAnew && isControlling)
            {
                _ = TryRead(saved, checkpoint, (attempt, reader) => TakeOver(run, watch, attempt, reader));
            }
        }

        saved.Taken(watch, isControlling, [.. others]);
    }

    private static void AddOther(List<OtherCounts> others, RunCheckpoints saved, RolloutWatch watch, RolloutCheckpoint checkpoint)
    {
        if (checkpoint.IsHead)
        {
            others.AddRange(Array.FindAll(saved.Others, other => (other.Head.Name, other.Head.Version) == (checkpoint.Name, checkpoint.Version)));
        }
        else if (AttemptOf(checkpoint) == watch.Attempt)
        {
            others.Add(new OtherCounts(checkpoint.Head(HeadLength), new SavedCounts(checkpoint.Content[HeadLength..])));
        }
    }

    private static void TakeOver(RolloutRun run, RolloutWatch watch, int attempt, BinaryReader reader)
    {
        (_, _) = (reader.ReadInt64(), reader.ReadString());
        int stage = reader.ReadInt32();
        if (reader.ReadBoolean() && attempt == watch.Attempt)
        {
            watch.Read(reader, isSameStage: stage == run.State.Stage);
        }
    }

    private static bool TryRead(RunCheckpoints saved, RolloutCheckpoint checkpoint, Action<int, BinaryReader> read)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(checkpoint.Content.ToArray()));
            int version = reader.ReadInt32();
            if (version != RolloutCheckpoints.Version)
            {
                throw new InvalidDataException($"It is of version {version}, and this package reads version {RolloutCheckpoints.Version}.");
            }

            read(reader.ReadInt32(), reader);
            return true;
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or InvalidDataException or ArgumentException or OverflowException)
        {
            saved.Damage = $"The checkpoint `{checkpoint.Name}` cannot be read, and is left out: {exception.Message}";
            return false;
        }
    }
}
