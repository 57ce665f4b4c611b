using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Rollouts.Control;

/// <summary>How parts of a checkpoint are written.</summary>
internal static class Checkpoints
{
    public static byte[] Write(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            write(writer);
        }

        return stream.ToArray();
    }

    public static void Write(BinaryWriter writer, GuardCheckpoint[] checkpoints)
    {
        writer.Write(checkpoints.Length);
        foreach (GuardCheckpoint checkpoint in checkpoints)
        {
            Write(writer, checkpoint);
        }
    }

    public static GuardCheckpoint[] ReadGuards(BinaryReader reader)
    {
        var checkpoints = new GuardCheckpoint[reader.ReadInt32()];
        for (int i = 0; i < checkpoints.Length; i++)
        {
            checkpoints[i] = ReadGuard(reader);
        }

        return checkpoints;
    }

    public static void Write(BinaryWriter writer, RolloutClocks clocks)
    {
        writer.Write(clocks.Dwell.Ticks);
        writer.Write(clocks.Blind.Ticks);
        writer.Write(clocks.Window.Ticks);
    }

    public static RolloutClocks ReadClocks(BinaryReader reader) =>
        new(new TimeSpan(reader.ReadInt64()), new TimeSpan(reader.ReadInt64()), new TimeSpan(reader.ReadInt64()));

    private static void Write(BinaryWriter writer, GuardCheckpoint checkpoint)
    {
        writer.Write(checkpoint.LogRestarts.Count);
        foreach (double log in checkpoint.LogRestarts)
        {
            writer.Write(log);
        }

        writer.Write(checkpoint.Stretch);
        writer.Write(checkpoint.Look);
        writer.Write(checkpoint.Cells.Count);
        foreach (LabelCell cell in checkpoint.Cells)
        {
            writer.Write(cell.Share);
            writer.Write(cell.Candidate);
            writer.Write(cell.Total);
        }
    }

    private static GuardCheckpoint ReadGuard(BinaryReader reader)
    {
        double[] logs = new double[reader.ReadInt32()];
        for (int i = 0; i < logs.Length; i++)
        {
            logs[i] = reader.ReadDouble();
        }

        int stretch = reader.ReadInt32();
        long look = reader.ReadInt64();
        var cells = new LabelCell[reader.ReadInt32()];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = new LabelCell(reader.ReadDouble(), reader.ReadInt64(), reader.ReadInt64());
        }

        return new GuardCheckpoint(logs, stretch, look, cells);
    }
}
