namespace ModularRollout.Rollouts;

/// <summary>Says who may tell rollouts what to do.</summary>
/// <remarks>
/// Implement this to ask a directory; <see cref="OperatorAuthorizer"/> knows the flags' <c>operators</c> and fixed groups. Called from any thread, before each command, and must answer
/// from memory. An exception refuses the command, but for a kill and a rollback, which are always possible: taking back must not depend on a directory.
/// It lives as long as its gate, as a singleton, and is disposed by whoever made it, a container for one; never by the gate.
/// </remarks>
public interface IRolloutAuthorizer
{
    /// <summary>Gets whether an actor may give a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="flag">The flag's name.</param>
    /// <param name="operators">The flag's operators; empty where it names none.</param>
    /// <param name="actor">Who wants it.</param>
    /// <returns>Whether the actor may; an approval also takes <see cref="IsMember"/>.</returns>
    bool MayCommand(RolloutCommandKind command, string flag, IReadOnlyList<string> operators, string actor);

    /// <summary>Gets whether an actor is in a group that approves stages.</summary>
    /// <param name="actor">Who approves.</param>
    /// <param name="group">The group, as the plan names it.</param>
    /// <returns>Whether the actor is.</returns>
    bool IsMember(string actor, string group);
}
