using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Runbooks;

/// <summary>A message to those who should know. What only its sender knows stands in angle brackets.</summary>
/// <remarks>Immutable.</remarks>
public sealed class RunbookMessage
{
    internal RunbookMessage(RolloutEntryKind occasion, IReadOnlyList<string> to, string text)
    {
        Occasion = occasion;
        To = to;
        Text = text;
    }

    /// <summary>Gets what the message tells of.</summary>
    /// <value><see cref="RolloutEntryKind.Start"/>, <see cref="RolloutEntryKind.Hold"/>, <see cref="RolloutEntryKind.RollBack"/> or <see cref="RolloutEntryKind.Complete"/>.</value>
    public RolloutEntryKind Occasion { get; }

    /// <summary>Gets whom to tell: the owner, and for a hold or a rollback whoever the plan escalates to.</summary>
    public IReadOnlyList<string> To { get; }

    /// <summary>Gets the text, plain, of a few lines.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
