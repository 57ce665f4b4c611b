namespace ModularRollout;

/// <summary>Runs the path that a flag chooses and records its outcome for the guards of the flag's rollout.</summary>
public static class FeatureSwitchExtensions
{
    /// <summary>Runs one of two paths: the candidate where a flag is on for a subject, the baseline otherwise.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="gate">The gate.</param>
    /// <param name="flag">The flag's key, whose fallback decides where there is no decision; or its name.</param>
    /// <param name="context">The subject.</param>
    /// <param name="state">What the paths need: with <see langword="static"/> lambdas, nothing is allocated for them.</param>
    /// <param name="baseline">The path of before the rollout.</param>
    /// <param name="candidate">The rollout's new path.</param>
    /// <returns>The result of the path that ran.</returns>
    /// <remarks>
    /// Where a guarded rollout placed the subject, the path is timed and its outcome recorded: a failure if it throws, else a success. Exceptions reach the caller
    /// untouched. Where a plan measures activities, the outcome is that of the activity instead.
    /// </remarks>
    /// <exception cref="ArgumentNullException">The gate or a path is <see langword="null"/>.</exception>
    public static TResult Switch<TState, TResult>(
        this IFeatureGate gate,
        FlagKey<bool> flag,
        in EvaluationContext context,
        TState state,
        Func<TState, TResult> baseline,
        Func<TState, TResult> candidate)
    {
        bool isCandidate = SwitchDecision.Choose(gate, flag, context, baseline, candidate, out Decision decision);
        return MeasuredSwitch.Run(decision, state, isCandidate ? candidate : baseline, null, CancellationToken.None);
    }

    /// <inheritdoc cref="Switch{TState, TResult}(IFeatureGate, FlagKey{bool}, in EvaluationContext, TState, Func{TState, TResult}, Func{TState, TResult})"/>
    public static TResult Switch<TState, TResult>(
        this IFeatureGate gate,
        string flag,
        in EvaluationContext context,
        TState state,
        Func<TState, TResult> baseline,
        Func<TState, TResult> candidate)
    {
        bool isCandidate = SwitchDecision.Choose(gate, flag, context, baseline, candidate, out Decision decision);
        return MeasuredSwitch.Run(decision, state, isCandidate ? candidate : baseline, null, CancellationToken.None);
    }

    /// <summary>Runs one of two paths: the candidate where a flag is on for a subject, the baseline otherwise; without a state.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="gate">The gate.</param>
    /// <param name="flag">The flag's key, whose fallback decides where there is no decision; or its name.</param>
    /// <param name="context">The subject.</param>
    /// <param name="baseline">The path of before the rollout.</param>
    /// <param name="candidate">The rollout's new path.</param>
    /// <returns>The result of the path that ran.</returns>
    /// <remarks>
    /// Where a guarded rollout placed the subject, the path is timed and its outcome recorded: a failure if it throws, else a success. Exceptions reach the caller
    /// untouched. Where a plan measures activities, the outcome is that of the activity instead.
    /// </remarks>
    /// <exception cref="ArgumentNullException">The gate or a path is <see langword="null"/>.</exception>
    public static TResult Switch<TResult>(
        this IFeatureGate gate, FlagKey<bool> flag, in EvaluationContext context, Func<TResult> baseline, Func<TResult> candidate)
    {
        bool isCandidate = SwitchDecision.Choose(gate, flag, context, baseline, candidate, out Decision decision);
        return MeasuredSwitch.Run(decision, isCandidate ? candidate : baseline, static path => path(), null, CancellationToken.None);
    }

    /// <inheritdoc cref="Switch{TResult}(IFeatureGate, FlagKey{bool}, in EvaluationContext, Func{TResult}, Func{TResult})"/>
    public static TResult Switch<TResult>(
        this IFeatureGate gate, string flag, in EvaluationContext context, Func<TResult> baseline, Func<TResult> candidate)
    {
        bool isCandidate = SwitchDecision.Choose(gate, flag, context, baseline, candidate, out Decision decision);
        return MeasuredSwitch.Run(decision, isCandidate ? candidate : baseline, static path => path(), null, CancellationToken.None);
    }

    /// <summary>Runs one of two paths: the candidate where a flag is on for a subject, the baseline otherwise; without a result.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="gate">The gate.</param>
    /// <param name="flag">The flag's key, whose fallback decides where there is no decision; or its name.</param>
    /// <param name="context">The subject.</param>
    /// <param name="state">What the paths need: with <see langword="static"/> lambdas, nothing is allocated for them.</param>
    /// <param name="baseline">The path of before the rollout.</param>
    /// <param name="candidate">The rollout's new path.</param>
    /// <remarks>
    /// Where a guarded rollout placed the subject, the path is timed and its outcome recorded: a failure if it throws, else a success. Exceptions reach the caller
    /// untouched. Where a plan measures activities, the outcome is that of the activity instead.
    /// </remarks>
    /// <exception cref="ArgumentNullException">The gate or a path is <see langword="null"/>.</exception>
    public static void Switch<TState>(
        this IFeatureGate gate,
        FlagKey<bool> flag,
        in EvaluationContext context,
        TState state,
        Action<TState> baseline,
        Action<TState> candidate)
    {
        bool isCandidate = SwitchDecision.Choose(gate, flag, context, baseline, candidate, out Decision decision);
        MeasuredSwitch.Run(decision, state, isCandidate ? candidate : baseline, null, CancellationToken.None);
    }

    /// <inheritdoc cref="Switch{TState}(IFeatureGate, FlagKey{bool}, in EvaluationContext, TState, Action{TState}, Action{TState})"/>
    public static void Switch<TState>(
        this IFeatureGate gate, string flag, in EvaluationContext context, TState state, Action<TState> baseline, Action<TState> candidate)
    {
        bool isCandidate = SwitchDecision.Choose(gate, flag, context, baseline, candidate, out Decision decision);
        MeasuredSwitch.Run(decision, state, isCandidate ? candidate : baseline, null, CancellationToken.None);
    }

    /// <summary>Runs one of two paths: the candidate where a flag is on for a subject, the baseline otherwise; without a state and a result.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="flag">The flag's key, whose fallback decides where there is no decision; or its name.</param>
    /// <param name="context">The subject.</param>
    /// <param name="baseline">The path of before the rollout.</param>
    /// <param name="candidate">The rollout's new path.</param>
    /// <remarks>
    /// Where a guarded rollout placed the subject, the path is timed and its outcome recorded: a failure if it throws, else a success. Exceptions reach the caller
    /// untouched. Where a plan measures activities, the outcome is that of the activity instead.
    /// </remarks>
    /// <exception cref="ArgumentNullException">The gate or a path is <see langword="null"/>.</exception>
    public static void Switch(
        this IFeatureGate gate, FlagKey<bool> flag, in EvaluationContext context, Action baseline, Action candidate)
    {
        bool isCandidate = SwitchDecision.Choose(gate, flag, context, baseline, candidate, out Decision decision);
        MeasuredSwitch.Run(decision, isCandidate ? candidate : baseline, static path => path(), null, CancellationToken.None);
    }

    /// <inheritdoc cref="Switch(IFeatureGate, FlagKey{bool}, in EvaluationContext, Action, Action)"/>
    public static void Switch(
        this IFeatureGate gate, string flag, in EvaluationContext context, Action baseline, Action candidate)
    {
        bool isCandidate = SwitchDecision.Choose(gate, flag, context, baseline, candidate, out Decision decision);
        MeasuredSwitch.Run(decision, isCandidate ? candidate : baseline, static path => path(), null, CancellationToken.None);
    }
}
