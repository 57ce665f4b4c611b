namespace ModularRollout;

/// <summary>Decides which variant of a flag a subject receives.</summary>
/// <remarks>
/// Implemented by <see cref="FeatureGate"/>, <see cref="FeatureSnapshot"/> and <see cref="FeatureScope"/>, and by fakes in tests.
/// Implementations never throw and never block, for any flag and any context, from any thread.
/// </remarks>
public interface IFeatureGate
{
    /// <summary>Decides a flag named by a key: the fast path.</summary>
    /// <param name="flag">The key; <see langword="null"/> decides <see cref="DecisionError.FlagNotFound"/>.</param>
    /// <param name="context">The subject.</param>
    /// <returns>The variant with its reason.</returns>
    Decision Decide(FlagKey flag, in EvaluationContext context);

    /// <summary>Decides a flag by its name.</summary>
    /// <param name="flag">The name, compared ordinally; <see langword="null"/> decides <see cref="DecisionError.FlagNotFound"/>.</param>
    /// <param name="context">The subject.</param>
    /// <returns>The variant with its reason.</returns>
    Decision Decide(string flag, in EvaluationContext context);
}
