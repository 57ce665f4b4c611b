namespace ModularRollout;

/// <summary>Runs the path that a flag chooses, asynchronously, and records its outcome for the guards of the flag's rollout.</summary>
public static class FeatureSwitchAsyncExtensions
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
    /// <param name="cancellationToken">The caller's own, which is handed to the path; a path that it cancelled is not recorded.</param>
    /// <returns>The result of the path that ran.</returns>
    /// <remarks>
    /// Where a guarded rollout placed the subject, the path is timed and its outcome recorded: a failure if it throws, else a success. Exceptions reach the caller
    /// untouched. Where a plan measures activities, the outcome is that of the activity instead.
    /// </remarks>
    /// <exception cref="ArgumentNullException">The gate or a path is <see langword="null"/>.</exception>
    public static ValueTask<TResult> SwitchAsync<TState, TResult>(
        this IFeatureGate gate,
        FlagKey<bool> flag,
        in EvaluationContext context,
        TState state,
        Func<TState, CancellationToken, ValueTask<TResult>> baseline,
        Func<TState, CancellationToken, ValueTask<TResult>> candidate,
        CancellationToken cancellationToken)
    {
        bool isCandidate = SwitchDecision.Choose(gate, flag, context, baseline, candidate, out Decision decision);
        return MeasuredSwitch.RunAsync(decision, state, isCandidate ? candidate : baseline, null, cancellationToken);
    }

    /// <inheritdoc cref="SwitchAsync{TState, TResult}(IFeatureGate, FlagKey{bool}, in EvaluationContext, TState, Func{TState, CancellationToken, ValueTask{TResult}}, Func{TState, CancellationToken, ValueTask{TResult}}, CancellationToken)"/>
    public static ValueTask<TResult> SwitchAsync<TState, TResult>(
        this IFeatureGate gate,
        string flag,
        in EvaluationContext context,
        TState state,
        Func<TState, CancellationToken, ValueTask<TResult>> baseline,
        Func<TState, CancellationToken, ValueTask<TResult>> candidate,
        CancellationToken cancellationToken)
    {
        bool isCandidate = SwitchDecision.Choose(gate, flag, context, baseline, candidate, out Decision decision);
        return MeasuredSwitch.RunAsync(decision, state, isCandidate ? candidate : baseline, null, cancellationToken);
    }

    /// <summary>Runs one of two paths: the candidate where a flag is on for a subject, the baseline otherwise; without a state.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="gate">The gate.</param>
    /// <param name="flag">The flag's key, whose fallback decides where there is no decision; or its name.</param>
    /// <param name="context">The subject.</param>
    /// <param name="baseline">The path of before the rollout.</param>
    /// <param name="candidate">The rollout's new path.</param>
    /// <param name="cancellationToken">The caller's own, which is handed to the path; a path that it cancelled is not recorded.</param>
    /// <returns>The result of the path that ran.</returns>
    /// <remarks>
    /// Where a guarded rollout placed the subject, the path is timed and its outcome recorded: a failure if it throws, else a success. Exceptions reach the caller
    /// untouched. Where a plan measures activities, the outcome is that of the activity instead.
    /// </remarks>
    /// <exception cref="ArgumentNullException">The gate or a path is <see langword="null"/>.</exception>
    public static ValueTask<TResult> SwitchAsync<TResult>(
        this IFeatureGate gate,
        FlagKey<bool> flag,
        in EvaluationContext context,
        Func<CancellationToken, ValueTask<TResult>> baseline,
        Func<CancellationToken, ValueTask<TResult>> candidate,
        CancellationToken cancellationToken)
    {
        bool isCandidate = SwitchDecision.Choose(gate, flag, context, baseline, candidate, out Decision decision);
        return MeasuredSwitch.RunAsync(decision, isCandidate ? candidate : baseline, static (path, token) => path(token), null, cancellationToken);
    }

    /// <inheritdoc cref="SwitchAsync{TResult}(IFeatureGate, FlagKey{bool}, in EvaluationContext, Func{CancellationToken, ValueTask{TResult}}, Func{CancellationToken, ValueTask{TResult}}, CancellationToken)"/>
    public static ValueTask<TResult> SwitchAsync<TResult>(
        this IFeatureGate gate,
        string flag,
        in EvaluationContext context,
        Func<CancellationToken, ValueTask<TResult>> baseline,
        Func<CancellationToken, ValueTask<TResult>> candidate,
        CancellationToken cancellationToken)
    {
        bool isCandidate = SwitchDecision.Choose(gate, flag, context, baseline, candidate, out Decision decision);
        return MeasuredSwitch.RunAsync(decision, isCandidate ? candidate : baseline, static (path, token) => path(token), null, cancellationToken);
    }

    /// <summary>Runs one of two paths: the candidate where a flag is on for a subject, the baseline otherwise; without a result.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="gate">The gate.</param>
    /// <param name="flag">The flag's key, whose fallback decides where there is no decision; or its name.</param>
    /// <param name="context">The subject.</param>
    /// <param name="state">What the paths need: with <see langword="static"/> lambdas, nothing is allocated for them.</param>
    /// <param name="baseline">The path of before the rollout.</param>
    /// <param name="candidate">The rollout's new path.</param>
    /// <param name="cancellationToken">The caller's own, which is handed to the path; a path that it cancelled is not recorded.</param>
    /// <returns>A task that completes when the path that ran has.</returns>
    /// <remarks>
    /// Where a guarded rollout placed the subject, the path is timed and its outcome recorded: a failure if it throws, else a success. Exceptions reach the caller
    /// untouched. Where a plan measures activities, the outcome is that of the activity instead.
    /// </remarks>
    /// <exception cref="ArgumentNullException">The gate or a path is <see langword="null"/>.</exception>
    public static ValueTask SwitchAsync<TState>(
        this IFeatureGate gate,
        FlagKey<bool> flag,
        in EvaluationContext context,
        TState state,
        Func<TState, CancellationToken, ValueTask> baseline,
        Func<TState, CancellationToken, ValueTask> candidate,
        CancellationToken cancellationToken)
    {
        bool isCandidate = SwitchDecision.Choose(gate, flag, context, baseline, candidate, out Decision decision);
        return MeasuredSwitch.RunAsync(decision, state, isCandidate ? candidate : baseline, null, cancellationToken);
    }

    /// <inheritdoc cref="SwitchAsync{TState}(IFeatureGate, FlagKey{bool}, in EvaluationContext, TState, Func{TState, CancellationToken, ValueTask}, Func{TState, CancellationToken, ValueTask}, CancellationToken)"/>
    public static ValueTask SwitchAsync<TState>(
        this IFeatureGate gate,
        string flag,
        in EvaluationContext context,
        TState state,
        Func<TState, CancellationToken, ValueTask> baseline,
        Func<TState, CancellationToken, ValueTask> candidate,
        CancellationToken cancellationToken)
    {
        bool isCandidate = SwitchDecision.Choose(gate, flag, context, baseline, candidate, out Decision decision);
        return MeasuredSwitch.RunAsync(decision, state, isCandidate ? candidate : baseline, null, cancellationToken);
    }

    /// <summary>Runs one of two paths: the candidate where a flag is on for a subject, the baseline otherwise; without a state and a result.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="flag">The flag's key, whose fallback decides where there is no decision; or its name.</param>
    /// <param name="context">The subject.</param>
    /// <param name="baseline">The path of before the rollout.</param>
    /// <param name="candidate">The rollout's new path.</param>
    /// <param name="cancellationToken">The caller's own, which is handed to the path; a path that it cancelled is not recorded.</param>
    /// <returns>A task that completes when the path that ran has.</returns>
    /// <remarks>
    /// Where a guarded rollout placed the subject, the path is timed and its outcome recorded: a failure if it throws, else a success. Exceptions reach the caller
    /// untouched. Where a plan measures activities, the outcome is that of the activity instead.
    /// </remarks>
    /// <exception cref="ArgumentNullException">The gate or a path is <see langword="null"/>.</exception>
    public static ValueTask SwitchAsync(
        this IFeatureGate gate,
        FlagKey<bool> flag,
        in EvaluationContext context,
        Func<CancellationToken, ValueTask> baseline,
        Func<CancellationToken, ValueTask> candidate,
        CancellationToken cancellationToken)
    {
        bool isCandidate = SwitchDecision.Choose(gate, flag, context, baseline, candidate, out Decision decision);
        return MeasuredSwitch.RunAsync(decision, isCandidate ? candidate : baseline, static (path, token) => path(token), null, cancellationToken);
    }

    /// <inheritdoc cref="SwitchAsync(IFeatureGate, FlagKey{bool}, in EvaluationContext, Func{CancellationToken, ValueTask}, Func{CancellationToken, ValueTask}, CancellationToken)"/>
    public static ValueTask SwitchAsync(
        this IFeatureGate gate,
        string flag,
        in EvaluationContext context,
        Func<CancellationToken, ValueTask> baseline,
        Func<CancellationToken, ValueTask> candidate,
        CancellationToken cancellationToken)
    {
        bool isCandidate = SwitchDecision.Choose(gate, flag, context, baseline, candidate, out Decision decision);
        return MeasuredSwitch.RunAsync(decision, isCandidate ? candidate : baseline, static (path, token) => path(token), null, cancellationToken);
    }
}
