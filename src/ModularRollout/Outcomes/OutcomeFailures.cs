using Microsoft.Extensions.Logging;

namespace ModularRollout.Outcomes;

/// <summary>Counts what goes wrong around outcomes and must disturb nobody, and says so now and then.</summary>
internal sealed class OutcomeFailures
{
    private readonly ILogger _logger;
    private readonly LogPace _countingPace;
    private readonly LogPace _predicatePace;
    private long _ofCounting;
    private long _ofPredicates;

    /// <summary>Makes the count.</summary>
    /// <param name="clock">The gate's clock.</param>
    /// <param name="logger">A logger that does not throw.</param>
    public OutcomeFailures(TimeProvider clock, ILogger logger)
    {
        _logger = logger;
        _countingPace = new LogPace(clock);
        _predicatePace = new LogPace(clock);
    }

    /// <summary>Gets how many batches could not be counted.</summary>
    public long OfCounting => Volatile.Read(ref _ofCounting);

    /// <summary>Gets how often a predicate threw.</summary>
    public long OfPredicates => Volatile.Read(ref _ofPredicates);

    public void Counting(Exception exception)
    {
        long failures = Interlocked.Increment(ref _ofCounting);
        if (_countingPace.IsDue())
        {
            Log.CountingFailed(_logger, exception, failures);
        }
    }

    public void Predicate(Exception exception)
    {
        long failures = Interlocked.Increment(ref _ofPredicates);
        if (_predicatePace.IsDue())
        {
            Log.PredicateFailed(_logger, exception, failures);
        }
    }
}
