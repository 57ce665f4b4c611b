namespace ModularRollout;

/// <summary>Says what was decided, when, and by which definitions.</summary>
/// <remarks>Immutable. Holds on to the snapshot that decided: keep what it says, not the record.</remarks>
public readonly struct DecisionRecord
{
    private readonly Decision _decision;
    private readonly EvaluationContext _context;
    private readonly bool _hasContext;

    internal DecisionRecord(in Decision decision, DateTimeOffset time, string? subjectHash, in EvaluationContext context, bool hasContext)
    {
        _decision = decision;
        Time = time;
        SubjectHash = subjectHash;
        _context = hasContext ? context : default;
        _hasContext = hasContext;
    }

    /// <summary>Gets the flag's name.</summary>
    public string Flag => _decision.Flag;

    /// <summary>Gets the name of the variant served.</summary>
    /// <value><see langword="null"/> where none is.</value>
    public string? Variant => _decision.Variant;

    /// <summary>Gets why the variant was served.</summary>
    public DecisionReason Reason => _decision.Reason;

    /// <summary>Gets what prevented a decision.</summary>
    public DecisionError Error => _decision.Error;

    /// <summary>Gets the name of the rule that applied.</summary>
    /// <value><see langword="null"/> where none did.</value>
    public string? Rule => _decision.Rule;

    /// <summary>Gets the cohort of a running rollout in which the decision counts.</summary>
    public DecisionArm Arm => _decision.Arm;

    /// <summary>Gets the version of the snapshot that decided.</summary>
    public long SnapshotVersion => _decision.SnapshotVersion;

    /// <summary>Gets the hash of everything that decided.</summary>
    /// <value>That of <see cref="FeatureSnapshot.ContentHash"/>; <see langword="null"/> where no definition did.</value>
    public string? ContentHash => _decision.Snapshot?.ContentHash;

    /// <summary>Gets when the decision was made, by the gate's clock.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Gets the hash of the subject's targeting key.</summary>
    /// <value>
    /// <see langword="null"/> unless <see cref="DecisionJournalOptions.IncludeSubjectHash"/> is set and there is a key. 64 hexadecimal digits of HMAC-SHA-256 where the
    /// application set a secret, else 16 of the hash that buckets.
    /// </value>
    public string? SubjectHash { get; }

    /// <summary>Gets the subject, from which <see cref="FeatureSnapshot.Replay"/> decides again.</summary>
    /// <value><see langword="null"/> unless <see cref="DecisionJournalOptions.IncludeContext"/> is set.</value>
    public EvaluationContext? Context => _hasContext ? _context : null;
}
