namespace ModularRollout;

/// <summary>Decides which path of a switch runs.</summary>
internal static class SwitchDecision
{
    /// <summary>Chooses by key; where there is no decision, the key's fallback does.</summary>
    public static bool Choose(
        IFeatureGate gate, FlagKey<bool> flag, in EvaluationContext context, Delegate baseline, Delegate candidate, out Decision decision)
    {
        Check(gate, baseline, candidate);
        decision = gate.Decide(flag, context);
        return decision.Compiled.Variant is null ? flag?.Fallback ?? false : decision.IsEnabled;
    }

    /// <summary>Chooses by name.</summary>
    public static bool Choose(
        IFeatureGate gate, string flag, in EvaluationContext context, Delegate baseline, Delegate candidate, out Decision decision)
    {
        Check(gate, baseline, candidate);
        decision = gate.Decide(flag, context);
        return decision.IsEnabled;
    }

    private static void Check(IFeatureGate gate, Delegate baseline, Delegate candidate)
    {
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(candidate);
    }
}
