namespace ModularRollout.Rollouts.Governance;

/// <summary>Controls from when on the care of flags is found wanting.</summary>
/// <remarks>Not thread-safe; read while a report is made. Spans are compared with the time of the report: a span of zero finds at once.</remarks>
public sealed class GovernanceOptions
{
    /// <summary>Gets or sets how long before its last day a flag is said to expire soon.</summary>
    /// <value>Zero or more. The default is 14 days.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan ExpiringWithin { get; set => field = Checked(value); } = TimeSpan.FromDays(14);

    /// <summary>Gets or sets how long a flag may go without a decision.</summary>
    /// <value>Zero or more. The default is 30 days.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan UndecidedFor { get; set => field = Checked(value); } = TimeSpan.FromDays(30);

    /// <summary>Gets or sets how long a kill switch may stay on.</summary>
    /// <value>Zero or more. The default is 7 days.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan KilledFor { get; set => field = Checked(value); } = TimeSpan.FromDays(7);

    /// <summary>Gets or sets how long after its rollout has completed a flag may stay.</summary>
    /// <value>Zero or more. The default is 30 days.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan CompletedFor { get; set => field = Checked(value); } = TimeSpan.FromDays(30);

    /// <summary>Gets or sets how long a rollout may hold, wait for an approval, or stay in a stage beyond its dwell.</summary>
    /// <value>Zero or more. The default is 3 days.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan StuckFor { get; set => field = Checked(value); } = TimeSpan.FromDays(3);

    /// <summary>Gets or sets how long a rollout may stay rolled back, aborted or expired before somebody restarts it or removes its plan.</summary>
    /// <value>Zero or more. The default is 14 days.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan EndedFor { get; set => field = Checked(value); } = TimeSpan.FromDays(14);

    /// <summary>Gets or sets who knows when a flag was last decided elsewhere, such as in other processes or before a restart: a query of your metrics.</summary>
    /// <value>
    /// Takes a flag's name and gives the instant, or <see langword="null"/> for never. The default is <see langword="null"/>: this process alone is known. Called on the thread that makes the
    /// report, only for flags that seem to be undecided; an exception escapes to whoever makes it.
    /// </value>
    public Func<string, DateTimeOffset?>? LastDecidedElsewhere { get; set; }

    /// <summary>Gets or sets since when <see cref="LastDecidedElsewhere"/> has counted.</summary>
    /// <value>The default is <see langword="null"/>: since this gate was made.</value>
    public DateTimeOffset? CountedElsewhereSince { get; set; }

    /// <summary>Gets the codes that are left out of reports.</summary>
    /// <value>Empty by default.</value>
    public ISet<string> Ignored { get; } = new HashSet<string>(StringComparer.Ordinal);

    private static TimeSpan Checked(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        return span;
    }
}
