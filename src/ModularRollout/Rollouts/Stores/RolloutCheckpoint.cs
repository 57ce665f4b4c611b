namespace ModularRollout.Rollouts.Stores;

/// <summary>What a process last wrote beside a journal: evidence that is not in the journal itself.</summary>
/// <remarks>Immutable.</remarks>
public sealed class RolloutCheckpoint
{
    /// <summary>Makes a checkpoint, as a store reads it.</summary>
    /// <param name="name">Who wrote it.</param>
    /// <param name="content">What was written.</param>
    /// <param name="written">When it was written.</param>
    /// <param name="version">What tells it from everything else that was ever written under its name; <see langword="null"/> where the store cannot tell.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public RolloutCheckpoint(string name, ReadOnlyMemory<byte> content, DateTimeOffset written, string? version = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Content = content;
        Written = written;
        Version = version;
    }

    /// <summary>Gets who wrote it: <c>controller</c>, or a process by its instance id.</summary>
    public string Name { get; }

    /// <summary>Gets what was written.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Gets when it was written.</summary>
    public DateTimeOffset Written { get; }

    /// <summary>Gets what tells it from everything else that was ever written under its name.</summary>
    /// <value>A counter or a hash, but never a time, since two writes may fall into one tick of a clock; <see langword="null"/> where the store cannot tell.</value>
    public string? Version { get; }

    /// <summary>Gets whether only the first bytes of the content are left: whoever read it has taken the rest.</summary>
    internal bool IsHead { get; private init; }

    /// <summary>Gets the checkpoint without its content, but for the first bytes.</summary>
    internal RolloutCheckpoint Head(int length) =>
        IsHead ? this : new RolloutCheckpoint(Name, Content[..Math.Min(length, Content.Length)].ToArray(), Written, Version) { IsHead = true };
}
