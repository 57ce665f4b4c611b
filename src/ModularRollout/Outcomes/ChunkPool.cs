namespace ModularRollout.Outcomes;

/// <summary>Hands chunks to the lanes and takes them back: so many spare ones are kept, and so many may wait for the reader.</summary>
/// <remarks>Lock-free. A slot is taken and filled by exchange, so that no chunk is handed out twice.</remarks>
internal sealed class ChunkPool<T>
    where T : struct
{
    private const int MostSpare = 64;

    private readonly LaneChunk<T>?[] _spare = new LaneChunk<T>?[MostSpare];
    private readonly int _capacity;
    private readonly int _mostWaiting;
    private int _waiting;

    public ChunkPool(int capacity, int mostWaiting)
    {
        _capacity = capacity;
        _mostWaiting = mostWaiting;
    }

    /// <summary>Gets the chunk that a lane begins with.</summary>
    public LaneChunk<T> Rent()
    {
        for (int i = 0; i < _spare.Length; i++)
        {
            if (Volatile.Read(ref _spare[i]) is not null && Interlocked.Exchange(ref _spare[i], null) is { } chunk)
            {
                return chunk;
            }
        }

        return new LaneChunk<T>(_capacity);
    }

    /// <summary>Gets the chunk that follows a full one; <see langword="null"/> where too many wait for the reader.</summary>
    public LaneChunk<T>? TryRentNext()
    {
        if (Interlocked.Increment(ref _waiting) <= _mostWaiting)
        {
            return Rent();
        }

        Interlocked.Decrement(ref _waiting);
        return null;
    }

    /// <summary>Takes a full chunk back that has been read.</summary>
    public void Return(LaneChunk<T> chunk)
    {
        Keep(chunk);
        Interlocked.Decrement(ref _waiting);
    }

    /// <summary>Takes the last chunk of a lane whose thread has ended.</summary>
    public void Keep(LaneChunk<T> chunk)
    {
        chunk.Count = 0;
        chunk.Next = null;
        for (int i = 0; i < _spare.Length; i++)
        {
            if (Volatile.Read(ref _spare[i]) is null && Interlocked.CompareExchange(ref _spare[i], chunk, null) is null)
            {
                return;
            }
        }
    }
}
