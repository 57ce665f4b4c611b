using System.Collections.Concurrent;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Rollouts.Control;

/// <summary>Writes and reads what a restart must not forget: every instance's counts, and the controller's clocks and statistics.</summary>
internal sealed class RolloutCheckpoints
{
    private const string Controller = "controller";
    private const int Version = 1;

    private readonly ConcurrentDictionary<string, byte[][]> _others = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (int Attempt, bool IsControlling)> _loaded = new(StringComparer.Ordinal);
    private readonly IRolloutStore _store;
    private readonly string _instance;

    public RolloutCheckpoints(IRolloutStore store, string instance)
    {
        _store = store;
        _instance = instance;
    }

    /// <summary>Gets why the last checkpoint could not be written.</summary>
    public string? Error { get; private set; }

    /// <summary>Gets the counts of the other instances, as of the last step.</summary>
    public byte[][] OthersOf(RolloutRun run) => _others.GetValueOrDefault(run.Flag, []);

    /// <summary>Reads what others counted; and, once for each attempt, where this process or the controller before it stopped.</summary>
    public async Task LoadAsync(RolloutRun run, RolloutBoard board, bool isControlling, CancellationToken cancellationToken)
    {
        bool isKnown = _loaded.TryGetValue(run.Flag, out (int Attempt, bool IsControlling) loaded) && loaded == (run.State.Attempt, isControlling);
        if (run.Watch is not { } watch || (isKnown && !_store.IsShared))
        {
            return;
        }

        try
        {
            var others = new List<byte[]>();
            foreach (RolloutCheckpoint checkpoint in await _store.ReadCheckpointsAsync(run.Flag, cancellationToken).ConfigureAwait(false))
            {
                if (checkpoint.Name == Controller)
                {
                    ReadController(run, watch, board, checkpoint.Content, isControlling && !isKnown);
                }
                else
                {
                    Take(watch, checkpoint, others);
                }
            }

            _others[run.Flag] = [.. others];
            _loaded[run.Flag] = (run.State.Attempt, isControlling);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Error = $"The checkpoints of `{run.Flag}` could not be read: {exception.Message}";
        }
    }

    /// <summary>Writes this process's counts and, where it controls, the clocks and statistics.</summary>
    public async Task SaveAsync(RolloutRun run, bool isControlling, CancellationToken cancellationToken)
    {
        // What a process of the same name counted before has to be read first: this write replaces it.
        bool isRead = _loaded.TryGetValue(run.Flag, out (int Attempt, bool IsControlling) loaded) && loaded.Attempt == run.State.Attempt;
        if (run.Watch is not { } watch || !isRead || run.Keeper.Accepted.Attempt != watch.Attempt)
        {
            return;
        }

        try
        {
            await _store.WriteCheckpointAsync(run.Flag, _instance, Write(watch.Attempt, writer => writer.Write(watch.Counts.Save())), cancellationToken).ConfigureAwait(false);
            if (isControlling)
            {
                RolloutState state = run.Keeper.Accepted;
                byte[] content = Write(watch.Attempt, writer =>
                {
                    writer.Write(state.Sequence);
                    writer.Write(state.HeadHash ?? "");
                    writer.Write(state.Stage);
                    watch.Write(writer);
                });
                await _store.WriteCheckpointAsync(run.Flag, Controller, content, cancellationToken).ConfigureAwait(false);
            }

            Error = null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Error = $"The checkpoint of `{run.Flag}` could not be written: {exception.Message}";
        }
    }

    private static void Take(RolloutWatch watch, RolloutCheckpoint checkpoint, List<byte[]> others)
    {
        using var reader = new BinaryReader(new MemoryStream(checkpoint.Content.ToArray()));
        if (reader.ReadInt32() != Version || reader.ReadInt32() != watch.Attempt)
        {
            return;
        }

        others.Add(checkpoint.Content[(2 * sizeof(int))..].ToArray());
    }

    private static void ReadController(RolloutRun run, RolloutWatch watch, RolloutBoard board, ReadOnlyMemory<byte> content, bool takesOver)
    {
        using var reader = new BinaryReader(new MemoryStream(content.ToArray()));
        if (reader.ReadInt32() != Version)
        {
            return;
        }

        int attempt = reader.ReadInt32();
        long sequence = reader.ReadInt64();
        string head = reader.ReadString();
        if (!run.Keeper.Journal.Covers(sequence, head))
        {
            board.Distrust(run, $"The journal of `{run.Flag}` does not hold entry {sequence}, which a checkpoint knows: its end was removed.");
            return;
        }

        int stage = reader.ReadInt32();
        if (takesOver && attempt == watch.Attempt)
        {
            watch.Read(reader, isSameStage: stage == run.State.Stage);
        }
    }

    private static byte[] Write(int attempt, Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write(Version);
            writer.Write(attempt);
            write(writer);
        }

        return stream.ToArray();
    }
}
