using System.IO.Hashing;

namespace ModularRollout.Rollouts.Counting.Saving;

/// <summary>Evidence that another instance saved, to be merged. It is read once, on whatever thread has the time, and not under the lock of whoever merges it.</summary>
internal sealed class SavedCounts
{
    private readonly ReadOnlyMemory<byte> _saved;
    private Reading? _reading;

    public SavedCounts(ReadOnlyMemory<byte> saved)
    {
        _saved = saved;
        Hash = XxHash3.HashToUInt64(saved.Span);
    }

    public ulong Hash { get; }

    /// <summary>Reads the evidence, unless it was read for the same events before.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of a later format.</exception>
    public EvidenceState Read(EventTable events)
    {
        if (Volatile.Read(ref _reading) is not { } known || known.Events != events)
        {
            known = new Reading(events, CountsReader.Read(_saved.Span, events, instance: null));
            Volatile.Write(ref _reading, known);
        }

        return known.State;
    }

    private sealed record Reading(EventTable Events, EvidenceState State);
}
