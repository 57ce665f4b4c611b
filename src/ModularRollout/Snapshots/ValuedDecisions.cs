namespace ModularRollout.Snapshots;

/// <summary>The decisions of an exposure by the values of the subject: each says, and is counted, as the one it stands in for; its outcomes know whose they are.</summary>
/// <remarks>Thread-safe. One is made when a combination of values is first seen in an arm; after that it is found without a lock and without allocating.</remarks>
internal sealed class ValuedDecisions
{
    private const int Arms = 3;

    private readonly SubjectValues _values;
    private readonly IOutcomesByValue _outcomes;
    private readonly object _lock = new();
    private CompiledDecision?[] _made = [];

    public ValuedDecisions(SubjectValues values, IOutcomesByValue outcomes)
    {
        _values = values;
        _outcomes = outcomes;
    }

    /// <summary>Gets what stands in for a decision; itself where nobody takes its outcomes.</summary>
    public CompiledDecision Of(CompiledDecision decision, in EvaluationContext context, FeatureSnapshot snapshot)
    {
        if (decision.Outcomes is null)
        {
            return decision;
        }

        int combination = _values.NumberOf(context, snapshot);
        int place = (combination * Arms) + (int)decision.Arm;
        CompiledDecision?[] made = Volatile.Read(ref _made);
        return place < made.Length && Volatile.Read(ref made[place]) is { } known ? known : Make(decision, combination, place);
    }

    private CompiledDecision Make(CompiledDecision decision, int combination, int place)
    {
        lock (_lock)
        {
            if (place >= _made.Length)
            {
                var longer = new CompiledDecision?[Math.Max(place + Arms, _made.Length * 2)];
                _made.CopyTo(longer, 0);
                Volatile.Write(ref _made, longer);
            }

            CompiledDecision made = _made[place] ?? decision.With(_outcomes.Of(combination));
            Volatile.Write(ref _made[place], made);
            return made;
        }
    }
}
