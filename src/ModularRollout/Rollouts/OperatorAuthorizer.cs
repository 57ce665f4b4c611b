namespace ModularRollout.Rollouts;

/// <summary>Lets a flag's <c>operators</c> command its rollout: they name actors, or groups that are given here. A flag without operators is anybody's.</summary>
/// <remarks>Immutable and thread-safe. Approvals are not the operators': whoever is in a group that the plan asks may give them.</remarks>
public sealed class OperatorAuthorizer : IRolloutAuthorizer
{
    private readonly Dictionary<string, HashSet<string>> _groups = new(StringComparer.Ordinal);

    /// <summary>Creates an authorizer that knows no groups.</summary>
    public OperatorAuthorizer()
    {
    }

    /// <summary>Creates an authorizer with groups.</summary>
    /// <param name="groups">The members of each group; names are compared by ordinal.</param>
    public OperatorAuthorizer(IReadOnlyDictionary<string, IReadOnlyList<string>> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        foreach ((string group, IReadOnlyList<string> members) in groups)
        {
            _groups.Add(group, new HashSet<string>(members, StringComparer.Ordinal));
        }
    }

    /// <inheritdoc/>
    public bool MayCommand(RolloutCommandKind command, string flag, IReadOnlyList<string> operators, string actor)
    {
        ArgumentNullException.ThrowIfNull(operators);
        foreach (string name in operators)
        {
            if (name == actor || IsMember(actor, name))
            {
                return true;
            }
        }

        return operators.Count == 0 || command == RolloutCommandKind.Approve;
    }

    /// <inheritdoc/>
    public bool IsMember(string actor, string group) => _groups.TryGetValue(group, out HashSet<string>? members) && members.Contains(actor);
}
