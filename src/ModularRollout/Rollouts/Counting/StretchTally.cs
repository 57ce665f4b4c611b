using System.Numerics;

namespace ModularRollout.Rollouts.Counting;

/// <summary>Counts what happened in one stretch: outcomes and events by arm. Every count only grows: of one instance the highest is the latest, and instances add up.</summary>
internal sealed class StretchTally
{
    private const int Arms = 3;
    private const int Outcome = 0;
    private const int LateOutcome = 1;
    private const int FirstEvent = 2;
    private const int Losses = 3;

    private readonly int _events;
    private readonly long[] _counts;

    public StretchTally(int events)
    {
        _events = events;
        _counts = new long[(Arms * (FirstEvent + events)) + 1 + events + Losses];
    }

    private StretchTally(StretchTally copied) => (_events, _counts) = (copied._events, [.. copied._counts]);

    /// <summary>Gets all counts, as they are saved.</summary>
    public Span<long> Counts => _counts;

    public ref long Dropped => ref _counts[^3];

    /// <summary>Gets the decisions whose activity nobody recorded.</summary>
    public ref long Unmeasured => ref _counts[^2];

    /// <summary>Gets the outcomes that a restart forgot: they had not settled.</summary>
    public ref long CutOff => ref _counts[^1];

    public long AllOutcomes => Outcomes(DecisionArm.None) + Outcomes(DecisionArm.Baseline) + Outcomes(DecisionArm.Candidate);

    /// <summary>Gets the subjects whose first outcome was counted for a budget.</summary>
    public ref long Subjects => ref _counts[Arms * (FirstEvent + _events)];

    public StretchTally Copy() => new(this);

    public ref long Outcomes(DecisionArm arm) => ref _counts[At(arm) + Outcome];

    public ref long Late(DecisionArm arm) => ref _counts[At(arm) + LateOutcome];

    public long Events(DecisionArm arm, int bit) => _counts[At(arm) + FirstEvent + bit];

    /// <summary>Gets the subjects whose first outcome was an event.</summary>
    public long EventsOfSubjects(int bit) => _counts[(Arms * (FirstEvent + _events)) + 1 + bit];

    /// <summary>Gets what a budget of an event has used: of all outcomes that got the candidate, or of the first ones of their subjects.</summary>
    public BudgetCount Served(int bit, bool perSubject) => perSubject
        ? new BudgetCount(EventsOfSubjects(bit), Subjects)
        : new BudgetCount(Events(DecisionArm.Candidate, bit) + Events(DecisionArm.None, bit), Outcomes(DecisionArm.Candidate) + Outcomes(DecisionArm.None));

    /// <summary>Counts an outcome, or a custom event, which is none.</summary>
    public void Add(DecisionArm arm, bool isOutcome, ulong events)
    {
        int at = At(arm);
        _counts[at + Outcome] += isOutcome ? 1 : 0;
        AddEvents(at + FirstEvent, events);
    }

    /// <summary>Counts a subject's first outcome, or its first custom event.</summary>
    public void AddOfSubject(bool isOutcome, ulong events)
    {
        int at = Arms * (FirstEvent + _events);
        _counts[at] += isOutcome ? 1 : 0;
        AddEvents(at + 1, events);
    }

    /// <summary>Adds what another instance, or another slot, counted.</summary>
    public void Add(StretchTally other)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }
    }

    /// <summary>Takes a later count of the same instance, or an earlier one, which changes nothing.</summary>
    /// <returns>Whether a count grew.</returns>
    public bool RaiseTo(StretchTally other)
    {
        bool hasGrown = false;
        for (int i = 0; i < _counts.Length; i++)
        {
            hasGrown |= other._counts[i] > _counts[i];
            _counts[i] = Math.Max(_counts[i], other._counts[i]);
        }

        return hasGrown;
    }

    /// <summary>Takes the counts of a tally with other events.</summary>
    /// <param name="other">The tally.</param>
    /// <param name="bits">Where each of its events is here; -1 for one that is not.</param>
    public void Take(StretchTally other, ReadOnlySpan<int> bits)
    {
        for (DecisionArm arm = DecisionArm.None; arm <= DecisionArm.Candidate; arm++)
        {
            Outcomes(arm) = other.Outcomes(arm);
            Late(arm) = other.Late(arm);
            TakeEvents(At(arm) + FirstEvent, other._counts.AsSpan(other.At(arm) + FirstEvent), bits);
        }

        Subjects = other.Subjects;
        TakeEvents((Arms * (FirstEvent + _events)) + 1, other._counts.AsSpan((Arms * (FirstEvent + other._events)) + 1), bits);
        (Dropped, Unmeasured, CutOff) = (other.Dropped, other.Unmeasured, other.CutOff);
    }

    private int At(DecisionArm arm) => (int)arm * (FirstEvent + _events);

    private void TakeEvents(int at, ReadOnlySpan<long> counts, ReadOnlySpan<int> bits)
    {
        for (int i = 0; i < bits.Length; i++)
        {
            if (bits[i] >= 0)
            {
                _counts[at + bits[i]] = counts[i];
            }
        }
    }

    private void AddEvents(int at, ulong events)
    {
        for (ulong rest = events; rest != 0; rest &= rest - 1)
        {
            _counts[at + BitOperations.TrailingZeroCount(rest)]++;
        }
    }
}
