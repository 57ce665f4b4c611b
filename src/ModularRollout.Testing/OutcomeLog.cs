using System.Collections.Concurrent;

namespace ModularRollout.Testing;

/// <summary>Keeps the outcomes that code under test records, by <see cref="Decision.Record"/> and by switches.</summary>
/// <remarks>Thread-safe. Nothing is lost.</remarks>
public sealed class OutcomeLog
{
    private readonly ConcurrentQueue<RecordedOutcome> _outcomes = new();

    /// <summary>Gets all outcomes in the order in which they were recorded.</summary>
    public IReadOnlyList<RecordedOutcome> All => [.. _outcomes];

    /// <summary>Gets the outcomes of a flag's decisions in the order in which they were recorded.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <returns>The outcomes; empty for none.</returns>
    public IReadOnlyList<RecordedOutcome> Of(string flag)
    {
        ArgumentNullException.ThrowIfNull(flag);
        return [.. _outcomes.Where(outcome => outcome.Flag == flag)];
    }

    /// <summary>Gets a decision whose outcomes are kept here.</summary>
    /// <param name="decision">The decision, such as one of <see cref="Decision.Of"/>.</param>
    /// <param name="arm">The arm in which it counts.</param>
    /// <param name="targetingKey">The subject's targeting key.</param>
    /// <param name="timeProvider">The clock by which switches measure; the system's unless said.</param>
    /// <returns>A copy of the decision.</returns>
    public Decision Attach(Decision decision, DecisionArm arm = DecisionArm.None, string? targetingKey = null, TimeProvider? timeProvider = null) =>
        decision.WithOutcomes(arm, outcome => _outcomes.Enqueue(new RecordedOutcome(decision, arm, targetingKey, outcome)), timeProvider);

    /// <summary>Forgets all outcomes.</summary>
    public void Clear() => _outcomes.Clear();
}
