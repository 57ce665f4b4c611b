namespace ModularRollout.DependencyInjection;

/// <summary>What a container holds for one gate.</summary>
internal sealed class GateRegistrations
{
    public LayerRegistrations Layers { get; } = new();

    public RolloutRegistrations Rollouts { get; } = new();
}
