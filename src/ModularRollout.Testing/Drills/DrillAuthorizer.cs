using ModularRollout.Rollouts;

namespace ModularRollout.Testing.Drills;

/// <summary>Lets the drill do what takes an operator or an approver.</summary>
internal sealed class DrillAuthorizer : IRolloutAuthorizer
{
    public bool MayCommand(RolloutCommandKind command, string flag, IReadOnlyList<string> operators, string actor) => true;

    public bool IsMember(string actor, string group) => true;
}
