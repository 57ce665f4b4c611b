namespace ModularRollout.Rollouts.Runbooks;

/// <summary>One call that looks at a rollout or commands it: what to write, what it does, and whether it is possible now.</summary>
/// <remarks>Immutable.</remarks>
public sealed class RunbookCall
{
    internal RunbookCall(string title, string code, string effect)
    {
        Title = title;
        Code = code;
        Effect = effect;
    }

    /// <summary>Gets what the call is for.</summary>
    public string Title { get; }

    /// <summary>Gets the statements in C#.</summary>
    /// <value>They compile in an <c>async</c> method where <c>gate</c> is the <see cref="FeatureGate"/>. What stands in angle brackets is for whoever calls to fill in.</value>
    public string Code { get; }

    /// <summary>Gets what the call does.</summary>
    public string Effect { get; }

    /// <summary>Gets the command that the call gives.</summary>
    /// <value><see langword="null"/> for a call that only looks.</value>
    public RolloutCommandKind? Command { get; internal init; }

    /// <summary>Gets the states in which the command can be accepted.</summary>
    /// <value>All of them for a call that only looks.</value>
    public IReadOnlyList<RolloutStatus> States { get; internal init; } = Enum.GetValues<RolloutStatus>();

    /// <summary>Gets why the command would have been refused when the runbook was made, by this process.</summary>
    /// <value><see langword="null"/> where it would have been accepted from somebody who may give it.</value>
    public string? Refusal { get; internal init; }

    /// <summary>Gets whether the command would have been accepted when the runbook was made.</summary>
    public bool IsPossible => Refusal is null;

    /// <inheritdoc/>
    public override string ToString() => $"{Title}: {Code}";
}
