namespace ModularRollout.Rollouts;

/// <summary>Tries the candidate by a synthetic check, before and during a stage.</summary>
/// <remarks>
/// Implement this to add a probe; plans name it in <c>probes</c>. Calls for one rollout never overlap; those for several may. Let exceptions escape: a probe that throws, or that takes longer than
/// <see cref="RolloutOptions.ProbeTimeout"/>, has failed to run, which is unknown, not unhealthy.
/// It lives as long as its gate, as a singleton, and is disposed by whoever made it, a container for one; never by the gate.
/// </remarks>
public interface IRolloutProbe
{
    /// <summary>Gets the name by which plans mention the probe.</summary>
    string Name { get; }

    /// <summary>Tries the candidate.</summary>
    /// <param name="flag">The flag under rollout.</param>
    /// <param name="context">A context in which the candidate is forced; use it for every decision of the check.</param>
    /// <param name="cancellationToken">Cancelled when time is up, or the gate is disposed.</param>
    /// <returns>What is wrong, in a sentence; <see langword="null"/> where all is well.</returns>
    ValueTask<string?> ProbeAsync(string flag, EvaluationContext context, CancellationToken cancellationToken);
}
