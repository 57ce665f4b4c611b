namespace ModularRollout;

/// <summary>Times one path of a switch and records what became of it.</summary>
internal readonly struct SwitchMeasurement
{
    private readonly Decision _decision;
    private readonly TimeProvider _clock;
    private readonly Func<Exception, bool>? _isExpected;
    private readonly CancellationToken _cancellationToken;
    private readonly long _start;

    private SwitchMeasurement(in Decision decision, TimeProvider clock, Func<Exception, bool>? isExpected, CancellationToken cancellationToken)
    {
        _decision = decision;
        _clock = clock;
        _isExpected = isExpected;
        _cancellationToken = cancellationToken;
        _start = clock.GetTimestamp();
    }

    private TimeSpan Elapsed => _clock.GetElapsedTime(_start);

    /// <summary>Starts the clock, where anybody wants to know.</summary>
    public static bool TryStart(in Decision decision, Func<Exception, bool>? isExpected, CancellationToken cancellationToken, out SwitchMeasurement measurement)
    {
        bool isWanted = decision.Compiled.Outcomes is { MeasuresActivities: false };
        measurement = isWanted ? new SwitchMeasurement(decision, decision.Compiled.Outcomes!.Clock, isExpected, cancellationToken) : default;
        return isWanted;
    }

    /// <summary>Records a path that returned.</summary>
    public void Returned() => _decision.Record(Outcome.Success(Elapsed));

    /// <summary>Records a path that returned a result.</summary>
    public void Returned<TResult>(TResult result, Func<TResult, bool>? isFailure)
    {
        TimeSpan elapsed = Elapsed;
        _decision.Record(Holds(isFailure, result) ? Outcome.Failure(elapsed) : Outcome.Success(elapsed));
    }

    /// <summary>Records a path that threw, unless the caller cancelled it.</summary>
    /// <returns>False: as the condition of a <see langword="catch"/> it sees the exception pass and does not touch it.</returns>
    public bool Threw(Exception exception)
    {
        if (exception is not OperationCanceledException || !_cancellationToken.IsCancellationRequested)
        {
            TimeSpan elapsed = Elapsed;
            _decision.Record(Holds(_isExpected, exception) ? Outcome.Success(elapsed) : Outcome.Failure(elapsed));
        }

        return false;
    }

    private bool Holds<T>(Func<T, bool>? predicate, T value)
    {
        try
        {
            return predicate is not null && predicate(value);
        }
        catch (Exception exception)
        {
            _decision.Snapshot?.Gate.NotePredicateFailure(exception);
            return false;
        }
    }
}
