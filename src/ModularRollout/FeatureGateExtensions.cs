namespace ModularRollout;

/// <summary>Asks a gate in one word.</summary>
public static class FeatureGateExtensions
{
    /// <summary>Gets whether a boolean flag is on for a subject.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="flag">The flag's key.</param>
    /// <param name="context">The subject.</param>
    /// <returns>The variant's value; the key's fallback when there is none.</returns>
    public static bool IsEnabled(this IFeatureGate gate, FlagKey<bool> flag, in EvaluationContext context)
    {
        ArgumentNullException.ThrowIfNull(gate);
        Decision decision = gate.Decide(flag, context);
        return decision.Compiled.Variant is null ? flag?.Fallback ?? false : decision.IsEnabled;
    }

    /// <summary>Gets whether a flag is on for a subject.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="flag">The flag's name.</param>
    /// <param name="context">The subject.</param>
    /// <returns>The value of a boolean variant; for other flags, whether the variant is not <c>off</c>; false when there is none.</returns>
    public static bool IsEnabled(this IFeatureGate gate, string flag, in EvaluationContext context)
    {
        ArgumentNullException.ThrowIfNull(gate);
        return gate.Decide(flag, context).IsEnabled;
    }

    /// <summary>Gets a flag's value for a subject.</summary>
    /// <typeparam name="T">The key's type.</typeparam>
    /// <param name="gate">The gate.</param>
    /// <param name="flag">The flag's key.</param>
    /// <param name="context">The subject.</param>
    /// <returns>The variant's value; the key's fallback when there is none, or none that converts exactly. No boxing, and no allocation once bound.</returns>
    public static T Get<T>(this IFeatureGate gate, FlagKey<T> flag, in EvaluationContext context)
    {
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(flag);
        return flag.Read(gate.Decide(flag, context));
    }
}
