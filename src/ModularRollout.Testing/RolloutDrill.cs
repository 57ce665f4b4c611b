using ModularRollout.Definitions;
using ModularRollout.Rollouts.Plans;
using ModularRollout.Testing.Drills;

namespace ModularRollout.Testing;

/// <summary>Rehearses a rollout: runs a flag's real plan through the real gate, controller and evidence, on virtual time, with synthetic traffic and with faults.</summary>
/// <remarks>
/// <para>Days of a rollout take moments, and the same drill with the same seed gives the same run. The start, approvals, and drills that stages demand are granted. What concerns other rollouts
/// (<c>after</c>, <c>conflictsWith</c>), what it would start at by itself (<c>start</c>), <c>probes</c>, and where outcomes come from (<c>measure</c>) is left out of the plan.</para>
/// <para>Not thread-safe: set it up, then run it. Runs may follow one another.</para>
/// </remarks>
public sealed class RolloutDrill
{
    private readonly byte[] _document;
    private readonly RolloutPlan _plan;
    private DrillLimits _limits = new();

    private RolloutDrill(ReadOnlySpan<byte> utf8Json, string flag)
    {
        ArgumentException.ThrowIfNullOrEmpty(flag);
        _document = DrillDocument.Prepare(utf8Json);
        using FeatureGate gate = FeatureGate.FromJson(_document);
        FlagDefinition definition = gate.Current.Flags.FirstOrDefault(known => known.Name == flag)
            ?? throw new ArgumentException($"The document has no flag `{flag}`; it has {string.Join(", ", gate.Current.Flags.Select(static known => $"`{known.Name}`"))}.", nameof(flag));
        _plan = RolloutPlan.Of(definition) ?? throw new ArgumentException($"Flag `{flag}` has no rollout.", nameof(flag));
        MostTime = TimeSpan.FromDays(7) + (4 * _plan.Stages.Aggregate(TimeSpan.Zero, static (sum, stage) => sum + stage.Dwell));
    }

    /// <summary>Gets the plan under drill, without what a drill leaves out.</summary>
    public RolloutPlan Plan => _plan;

    /// <summary>Gets the traffic.</summary>
    public DrillTraffic Traffic { get; } = new();

    /// <summary>Gets or sets when the rollout is started; where change hours are closed then, at their next opening.</summary>
    /// <value>The default is Monday, 5 January 2026, 09:00 UTC.</value>
    public DateTimeOffset StartAt { get; set; } = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Gets or sets the longest virtual time of one run. A rollout that has not ended by then fails the drill.</summary>
    /// <value>More than zero. The default is a week, and four times the sum of the plan's dwells.</value>
    public TimeSpan MostTime { get; set; }

    /// <summary>Gets or sets what else the gate needs, such as ambient attributes.</summary>
    /// <value>The default is <see langword="null"/>: nothing. Called for each run, from any thread; clock, files and the settings of rollouts are the drill's own.</value>
    public Action<FeatureGateOptions>? ConfigureGate { get; set; }

    /// <summary>Prepares a drill of a plan in a definition document.</summary>
    /// <param name="utf8Json">The document, with the segments and flags that the flag needs.</param>
    /// <param name="flag">The flag's name.</param>
    /// <returns>The drill.</returns>
    /// <exception cref="DefinitionException">The document has errors.</exception>
    /// <exception cref="ArgumentException">It has no such flag, or the flag has no rollout.</exception>
    public static RolloutDrill FromJson(ReadOnlySpan<byte> utf8Json, string flag) => new(utf8Json, flag);

    /// <summary>Prepares a drill of a plan in a file.</summary>
    /// <param name="path">The path of the definition document.</param>
    /// <param name="flag">The flag's name.</param>
    /// <returns>The drill.</returns>
    /// <exception cref="DefinitionException">The document has errors.</exception>
    /// <exception cref="ArgumentException">It has no such flag, or the flag has no rollout.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RolloutDrill FromFile(string path, string flag) => new(File.ReadAllBytes(path), flag);

    /// <summary>Limits what a faulty candidate may cost, from the moment it turns bad until it is stopped. A later call replaces the limits of an earlier one.</summary>
    /// <param name="exposedSubjects">The most distinct subjects that may get it; <see langword="null"/> for any number.</param>
    /// <param name="time">The longest time; <see langword="null"/> for any.</param>
    /// <param name="extraFailures">The most failures beyond those that the baseline would have had; <see langword="null"/> for any number.</param>
    /// <returns>This drill.</returns>
    public RolloutDrill NoMoreThan(int? exposedSubjects = null, TimeSpan? time = null, int? extraFailures = null)
    {
        _limits = new DrillLimits(exposedSubjects, time, extraFailures);
        return this;
    }

    /// <summary>Runs the standard scenarios that say something about this plan.</summary>
    /// <param name="cancellationToken">Ends the drill early.</param>
    /// <returns>The report, of a drill that passed.</returns>
    /// <exception cref="DrillFailedException">A run failed; the exception holds the report, and its message says everything.</exception>
    public Task<DrillReport> RunAllAsync(CancellationToken cancellationToken = default)
    {
        (IReadOnlyList<DrillScenario> scenarios, IReadOnlyList<string> leftOut) = StandardScenarios.Of(_plan);
        return RunAsync(scenarios, leftOut, cancellationToken);
    }

    /// <summary>Runs one scenario.</summary>
    /// <param name="scenario">What goes wrong.</param>
    /// <param name="cancellationToken">Ends the drill early.</param>
    /// <returns>The result, of a run that passed.</returns>
    /// <exception cref="ArgumentException">The scenario names a stage that the plan does not have.</exception>
    /// <exception cref="DrillFailedException">The run failed; the exception holds the report, and its message says everything.</exception>
    public async Task<DrillResult> RunAsync(DrillScenario scenario, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return (await RunAsync([scenario], [], cancellationToken).ConfigureAwait(false)).Results[0];
    }

    /// <summary>Runs scenarios of one's own choice.</summary>
    /// <param name="scenarios">What goes wrong, run by run.</param>
    /// <param name="cancellationToken">Ends the drill early.</param>
    /// <returns>The report, of a drill that passed.</returns>
    /// <exception cref="ArgumentException">A scenario names a stage that the plan does not have.</exception>
    /// <exception cref="DrillFailedException">A run failed; the exception holds the report, and its message says everything.</exception>
    public Task<DrillReport> RunEachAsync(IReadOnlyList<DrillScenario> scenarios, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        return RunAsync(scenarios, [], cancellationToken);
    }

    private async Task<DrillReport> RunAsync(IReadOnlyList<DrillScenario> scenarios, IReadOnlyList<string> leftOut, CancellationToken cancellationToken)
    {
        DrillSetup setup = Setup();
        var results = new DrillResult[scenarios.Count];
        await Parallel.ForAsync(0, results.Length, cancellationToken, async (i, token) =>
            results[i] = await DrillRun.RunAsync(setup, scenarios[i], token).ConfigureAwait(false)).ConfigureAwait(false);

        var report = new DrillReport(_plan.Flag, results, leftOut);
        return report.HasPassed ? report : throw new DrillFailedException(report);
    }

    private DrillSetup Setup()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MostTime, TimeSpan.Zero);
        DrillTraffic traffic = Traffic.Checked();
        var subjects = new EvaluationContext[traffic.Subjects];
        for (int i = 0; i < subjects.Length; i++)
        {
            subjects[i] = traffic.Subject(i);
        }

        return new DrillSetup
        {
            Document = _document,
            Plan = _plan,
            Traffic = traffic,
            Subjects = subjects,
            StartAt = StartAt,
            MostTime = MostTime,
            Limits = _limits,
            ConfigureGate = ConfigureGate,
        };
    }
}
