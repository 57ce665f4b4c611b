namespace ModularRollout.Rollouts.Stores;

/// <summary>Says what a store found damaged, and what it did about it.</summary>
/// <remarks>Immutable. Nothing that was acknowledged is behind it, or it is what the medium lost.</remarks>
public sealed class RolloutStoreDamage
{
    /// <summary>Makes a report.</summary>
    /// <param name="place">Where it was found, such as a file.</param>
    /// <param name="sentence">What was found and done, in words.</param>
    /// <param name="found">When it was found.</param>
    /// <exception cref="ArgumentException">The place or the sentence is empty.</exception>
    public RolloutStoreDamage(string place, string sentence, DateTimeOffset found)
    {
        ArgumentException.ThrowIfNullOrEmpty(place);
        ArgumentException.ThrowIfNullOrEmpty(sentence);
        Place = place;
        Sentence = sentence;
        Found = found;
    }

    /// <summary>Gets where it was found, such as a file.</summary>
    public string Place { get; }

    /// <summary>Gets what was found and done, in words.</summary>
    public string Sentence { get; }

    /// <summary>Gets when it was found.</summary>
    public DateTimeOffset Found { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Sentence}";
}
