namespace ModularRollout;

/// <summary>Runs the path that a decision chooses and records its outcome, with a say in what is a failure.</summary>
/// <remarks>
/// Where a guarded rollout placed the subject, the path is timed and its outcome recorded: a failure if it throws, else a success, unless the options say otherwise.
/// What the caller's own token cancelled is not recorded at all. Exceptions reach the caller untouched. Where a plan measures activities, the outcome is that of the activity instead.
/// </remarks>
public static class DecisionSwitchExtensions
{
    /// <summary>Runs one of two paths: the candidate where the decision is enabled, the baseline otherwise.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="decision">The decision.</param>
    /// <param name="state">What the paths need: with <see langword="static"/> lambdas, nothing is allocated for them.</param>
    /// <param name="baseline">The path of before the rollout.</param>
    /// <param name="candidate">The rollout's new path.</param>
    /// <param name="options">What is a failure; <see langword="null"/> for every exception and no result.</param>
    /// <param name="cancellationToken">The caller's own, which is handed to the path; a path that it cancelled is not recorded.</param>
    /// <returns>The result of the path that ran.</returns>
    /// <exception cref="ArgumentNullException">A path is <see langword="null"/>.</exception>
    public static ValueTask<TResult> SwitchAsync<TState, TResult>(
        this in Decision decision,
        TState state,
        Func<TState, CancellationToken, ValueTask<TResult>> baseline,
        Func<TState, CancellationToken, ValueTask<TResult>> candidate,
        SwitchOptions<TResult>? options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(candidate);
        return MeasuredSwitch.RunAsync(decision, state, decision.IsEnabled ? candidate : baseline, options, cancellationToken);
    }

    /// <summary>Runs one of two paths without a result: the candidate where the decision is enabled, the baseline otherwise.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="decision">The decision.</param>
    /// <param name="state">What the paths need.</param>
    /// <param name="baseline">The path of before the rollout.</param>
    /// <param name="candidate">The rollout's new path.</param>
    /// <param name="options">What is a failure; <see langword="null"/> for every exception.</param>
    /// <param name="cancellationToken">The caller's own, which is handed to the path; a path that it cancelled is not recorded.</param>
    /// <returns>A task that completes when the path that ran has.</returns>
    /// <exception cref="ArgumentNullException">A path is <see langword="null"/>.</exception>
    public static ValueTask SwitchAsync<TState>(
        this in Decision decision,
        TState state,
        Func<TState, CancellationToken, ValueTask> baseline,
        Func<TState, CancellationToken, ValueTask> candidate,
        SwitchOptions? options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(candidate);
        return MeasuredSwitch.RunAsync(decision, state, decision.IsEnabled ? candidate : baseline, options, cancellationToken);
    }

    /// <summary>Runs one of two synchronous paths: the candidate where the decision is enabled, the baseline otherwise.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="decision">The decision.</param>
    /// <param name="state">What the paths need.</param>
    /// <param name="baseline">The path of before the rollout.</param>
    /// <param name="candidate">The rollout's new path.</param>
    /// <param name="options">What is a failure; <see langword="null"/> for every exception and no result.</param>
    /// <param name="cancellationToken">The caller's own: a path that it cancelled is not recorded. It is not handed to the path.</param>
    /// <returns>The result of the path that ran.</returns>
    /// <exception cref="ArgumentNullException">A path is <see langword="null"/>.</exception>
    public static TResult Switch<TState, TResult>(
        this in Decision decision, TState state, Func<TState, TResult> baseline, Func<TState, TResult> candidate, SwitchOptions<TResult>? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(candidate);
        return MeasuredSwitch.Run(decision, state, decision.IsEnabled ? candidate : baseline, options, cancellationToken);
    }

    /// <summary>Runs one of two synchronous paths without a result: the candidate where the decision is enabled, the baseline otherwise.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="decision">The decision.</param>
    /// <param name="state">What the paths need.</param>
    /// <param name="baseline">The path of before the rollout.</param>
    /// <param name="candidate">The rollout's new path.</param>
    /// <param name="options">What is a failure; <see langword="null"/> for every exception.</param>
    /// <param name="cancellationToken">The caller's own: a path that it cancelled is not recorded. It is not handed to the path.</param>
    /// <exception cref="ArgumentNullException">A path is <see langword="null"/>.</exception>
    public static void Switch<TState>(
        this in Decision decision, TState state, Action<TState> baseline, Action<TState> candidate, SwitchOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(candidate);
        MeasuredSwitch.Run(decision, state, decision.IsEnabled ? candidate : baseline, options, cancellationToken);
    }
}
