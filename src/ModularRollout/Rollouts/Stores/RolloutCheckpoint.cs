namespace ModularRollout.Rollouts.Stores;

/// <summary>What a process last wrote beside a journal: evidence that is not in the journal itself.</summary>
/// <remarks>Immutable.</remarks>
public sealed class RolloutCheckpoint
{
    /// <summary>Makes a checkpoint, as a store reads it.</summary>
    /// <param name="name">Who wrote it.</param>
    /// <param name="content">What was written.</param>
    /// <param name="written">When it was written.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public RolloutCheckpoint(string name, ReadOnlyMemory<byte> content, DateTimeOffset written)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Content = content;
        Written = written;
    }

    /// <summary>Gets who wrote it: <c>controller</c>, or a process by its instance id.</summary>
    public string Name { get; }

    /// <summary>Gets what was written.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Gets when it was written.</summary>
    public DateTimeOffset Written { get; }
}
