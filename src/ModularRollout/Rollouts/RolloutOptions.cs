using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Rollouts;

/// <summary>Controls how a gate carries out its rollouts.</summary>
/// <remarks>
/// Read once, when the gate is made; later changes have no effect. The gate uses the store, the probes, the listeners and the authorizer for as long as it lives, from any thread, and disposes none of
/// them: whoever made them does, after the gate. What a container makes is registered on its builder instead, and disposed by the container.
/// </remarks>
public sealed class RolloutOptions
{
    /// <summary>Gets or sets where journals and evidence are kept.</summary>
    /// <value>The default is <see langword="null"/>: in memory, where <see cref="SingleProcess"/> has to be set before a rollout can start.</value>
    public IRolloutStore? Store { get; set; }

    /// <summary>Gets or sets whether this process is the only one that serves the flags, and may forget where its rollouts stand when it ends.</summary>
    /// <value>The default is <see langword="false"/>: rollouts start on a shared store only.</value>
    public bool SingleProcess { get; set; }

    /// <summary>Gets or sets the name under which this process holds the store's lease and adds its evidence.</summary>
    /// <value>
    /// Not empty, not <c>controller</c>, and different in each process that runs at the same time. The default is the machine's name and the process id. It may change with a restart: what was
    /// counted under another name counts on.
    /// </value>
    public string Instance { get; set; } = FormattableString.Invariant($"{Environment.MachineName}-{Environment.ProcessId}");

    /// <summary>Gets or sets whether a started gate looks after its rollouts by itself.</summary>
    /// <value>The default is <see langword="true"/>. When off, call <see cref="RolloutController.StepAsync"/>.</value>
    public bool RunsByItself { get; set; } = true;

    /// <summary>Gets or sets the time between two looks at the evidence.</summary>
    /// <value>At least 10 seconds, which is the default, and at most 1 hour. What is evaluated never waits for a look.</value>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how often counters, labels and clocks are written beside the journal.</summary>
    /// <value>At least <see cref="LookEvery"/>, and at most 1 day. The default is 1 minute. What came after the last checkpoint is dropped by a crash, and counted.</value>
    public TimeSpan CheckpointEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets who may command.</summary>
    /// <value>The default is an <see cref="OperatorAuthorizer"/> that knows no groups.</value>
    public IRolloutAuthorizer Authorizer { get; set; } = new OperatorAuthorizer();

    /// <summary>Gets the probes that plans may name.</summary>
    /// <value>Each with a name of its own. A plan that names another one waits, and the gate is degraded.</value>
    public IList<IRolloutProbe> Probes { get; private set; } = [];

    /// <summary>Gets or sets how long a probe may take.</summary>
    /// <value>More than zero, and at most 1 day. The default is 30 seconds.</value>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets who is told of every transition, hold, breach and refusal.</summary>
    /// <value>Each with a name of its own.</value>
    public IList<IRolloutListener> Listeners { get; private set; } = [];

    /// <summary>Gets or sets how long one call of a listener may take.</summary>
    /// <value>More than zero, and at most 1 day. The default is 10 seconds.</value>
    public TimeSpan ListenerTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets when no rollout may raise its exposure.</summary>
    public IList<RolloutFreeze> Freezes { get; private set; } = [];

    /// <summary>Gets or sets how many rollouts may be exposed at once among the flags that touch one system.</summary>
    /// <value>At least 1; <see langword="null"/>, the default, for any number. Counted by the flags' <c>touches</c>.</value>
    public int? MaxConcurrentPerSystem { get; set; }

    /// <summary>Gets or sets the most that the shares of the exposed rollouts among the flags that touch one system may add up to.</summary>
    /// <value>In percent, more than 0; <see langword="null"/>, the default, for any sum. A completed rollout no longer counts.</value>
    public decimal? MaxTotalPercent { get; set; }

    /// <summary>Gets or sets what adds the parts that may need the gate, and are made when it starts.</summary>
    internal Action<RolloutOptions>? Completing { get; set; }

    /// <summary>Gets a copy that later changes do not reach.</summary>
    internal RolloutOptions Copy()
    {
        var copy = (RolloutOptions)MemberwiseClone();
        copy.Probes = [.. Probes];
        copy.Listeners = [.. Listeners];
        copy.Freezes = [.. Freezes];
        return copy;
    }

    /// <summary>Adds what was missing, all of it or nothing.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">What was added is wrong; the exception lists every error.</exception>
    internal void Complete()
    {
        if (Completing is { } complete)
        {
            RolloutOptions whole = Copy();
            complete(whole);
            RolloutOptionsCheck.ThrowIfInvalid(whole);
            (Probes, Listeners, Authorizer, Completing) = (whole.Probes, whole.Listeners, whole.Authorizer, null);
        }
    }
}
