namespace ModularRollout;

/// <summary>Controls the journal that hands decisions to recorders.</summary>
/// <remarks>Read once, when the gate is made.</remarks>
public sealed class DecisionJournalOptions
{
    /// <summary>Gets the recorders; each has a ring of its own, so that none waits for another.</summary>
    /// <value>The default is none: no journal. Recorders belong to the application, which disposes them after the gate.</value>
    public IList<IDecisionRecorder> Recorders { get; } = [];

    /// <summary>Gets or sets how many records wait for each recorder before further ones are dropped and counted.</summary>
    /// <value>From 16 to 16,777,216, rounded up to a power of two. The default is 8,192.</value>
    public int Capacity { get; set; } = 8_192;

    /// <summary>Gets or sets the most records in one batch.</summary>
    /// <value>From 1 to <see cref="Capacity"/>. The default is 256.</value>
    public int BatchSize { get; set; } = 256;

    /// <summary>Gets or sets how long disposing the gate waits for the recorders to take what is left.</summary>
    /// <value>From zero to ten minutes. The default is 5 seconds.</value>
    public TimeSpan FlushTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets whether records carry a hash of the subject's targeting key: of the key alone, or its HMAC where a secret is set.</summary>
    /// <value>The default is <see langword="false"/>; a hash of a known key is personal data.</value>
    public bool IncludeSubjectHash { get; set; }

    /// <summary>Gets or sets whether records carry the evaluation context, from which a decision can be replayed.</summary>
    /// <value>The default is <see langword="false"/>; it holds the targeting key and every attribute.</value>
    public bool IncludeContext { get; set; }
}
