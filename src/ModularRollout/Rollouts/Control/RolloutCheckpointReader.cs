using System.Buffers.Binary;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Rollouts.Control;

/// <summary>Takes from checkpoints what a rollout needs. What cannot be read is left out and told.</summary>
internal static class RolloutCheckpointReader
{
    private const int HeadLength = 2 * sizeof(int);

    /// <summary>Gets the journal's end that the controller's checkpoint knows; one that cannot be read knows nothing.</summary>
    public static JournalMark MarkOf(RunCheckpoints saved, IReadOnlyList<RolloutCheckpoint> read)
    {
        saved.Damage = null;
        foreach (RolloutCheckpoint checkpoint in read)
        {
            JournalMark? mark = null;
            if (checkpoint.Name == RolloutCheckpoints.Controller && TryRead(saved, checkpoint, (_, reader) => mark = new JournalMark(reader.ReadInt64(), reader.ReadString())))
            {
                return mark!;
            }
        }

        return new JournalMark(0, null);
    }

    /// <summary>Takes what was read since the last step: what others counted; and, once for each attempt, where the controller before stopped.</summary>
    /// <param name="run">The rollout. The caller holds the board's lock.</param>
    /// <param name="isControlling">Whether this process controls.</param>
    public static void Take(RolloutRun run, bool isControlling)
    {
        if (run.Watch is not { } watch || run.Saved.Take() is not { } read)
        {
            return;
        }

        var others = new List<byte[]>();
        bool takesOver = isControlling && run.Saved.TakenFor != (watch.Attempt, true);
        foreach (RolloutCheckpoint checkpoint in read)
        {
            if (checkpoint.Name != RolloutCheckpoints.Controller)
            {
                AddOther(others, watch, checkpoint.Content);
            }
            else if (takesOver)
            {
                _ = TryRead(run.Saved, checkpoint, (attempt, reader) => TakeOver(run, watch, attempt, reader));
            }
        }

        run.Saved.Others = [.. others];
        run.Saved.TakenFor = (watch.Attempt, isControlling);
    }

    private static void AddOther(List<byte[]> others, RolloutWatch watch, ReadOnlyMemory<byte> content)
    {
        if (content.Length >= HeadLength
            && BinaryPrimitives.ReadInt32LittleEndian(content.Span) == RolloutCheckpoints.Version
            && BinaryPrimitives.ReadInt32LittleEndian(content.Span[sizeof(int)..]) == watch.Attempt)
        {
            others.Add(content[HeadLength..].ToArray());
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
