namespace ModularRollout.Decisions;

/// <summary>Decides what of the subject enters the journal, and makes records of what did.</summary>
internal sealed class RecordMaker
{
    private readonly bool _hasHash;
    private readonly bool _hasContext;
    private readonly byte[]? _secret;
    private readonly TimeProvider _clock;

    public RecordMaker(DecisionJournalOptions options, byte[]? secret, TimeProvider clock)
    {
        _hasHash = options.IncludeSubjectHash;
        _hasContext = options.IncludeContext;
        _secret = secret;
        _clock = clock;
    }

    /// <summary>Notes a decision, on the path of its caller.</summary>
    public JournalEntry Note(in Decision decision, in EvaluationContext context) =>
        new(decision, _clock.GetUtcNow(), _hasHash || _hasContext ? context : default);

    /// <summary>Makes the record, off that path.</summary>
    public DecisionRecord Make(in JournalEntry entry) =>
        new(entry.Decision, entry.Time, _hasHash ? SubjectHash.OfRecord(_secret, entry.Context) : null, entry.Context, _hasContext);
}
