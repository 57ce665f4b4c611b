using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts;

/// <summary>Is told of every transition, hold, breach and refusal.</summary>
/// <remarks>
/// Implement this to page people or to post messages. Called after the fact, one notice at a time and in order for each listener, never in the way of a rollback. A call that throws or takes
/// longer than <see cref="RolloutOptions.ListenerTimeout"/> is tried again, three times in all; what became of it is journalled.
/// It lives as long as its gate, as a singleton, and is disposed by whoever made it, a container for one; never by the gate.
/// </remarks>
public interface IRolloutListener
{
    /// <summary>Gets the name that identifies the listener in the journal.</summary>
    string Name { get; }

    /// <summary>Takes one notice.</summary>
    /// <param name="entry">The journal's entry.</param>
    /// <param name="escalateTo">Whom the plan wants told of holds, breaches and refusals; empty for other entries.</param>
    /// <param name="cancellationToken">Cancelled when time is up, or the gate is disposed.</param>
    /// <returns>A task that completes when the notice is delivered.</returns>
    ValueTask NotifyAsync(RolloutJournalEntry entry, IReadOnlyList<string> escalateTo, CancellationToken cancellationToken);
}
