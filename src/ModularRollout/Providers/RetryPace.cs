namespace ModularRollout.Providers;

/// <summary>Says how long to wait before a provider is asked again: after failures longer and longer, with jitter; never in a hot loop.</summary>
internal sealed class RetryPace
{
    /// <summary>How many answers in a row may come at once without bringing anything new.</summary>
    private const int FreeAnswers = 3;

    private readonly TimeSpan _min;
    private readonly TimeSpan _max;
    private readonly Func<double> _jitter;
    private int _failures;
    private int _idle;

    public RetryPace(TimeSpan min, TimeSpan max, Func<double> jitter)
    {
        _min = min;
        _max = max;
        _jitter = jitter;
    }

    /// <summary>Gets the pause after a failed call that took so long; a provider that waited by itself is not made to wait longer and longer.</summary>
    public TimeSpan AfterFailure(TimeSpan took)
    {
        _failures = took >= _min ? 1 : _failures + 1;
        return Pause(_failures);
    }

    /// <summary>Gets the pause after a call that brought something new.</summary>
    public TimeSpan AfterNews()
    {
        _failures = 0;
        _idle = 0;
        return TimeSpan.Zero;
    }

    /// <summary>Gets the pause after a call that took so long and brought nothing new, or nothing good.</summary>
    public TimeSpan AfterNothing(TimeSpan took)
    {
        _failures = 0;
        _idle = took >= _min ? 0 : _idle + 1;
        return _idle <= FreeAnswers ? TimeSpan.Zero : Pause(_idle - FreeAnswers);
    }

    private TimeSpan Pause(int round)
    {
        TimeSpan pause = round > 30 || _min.Ticks > _max.Ticks >> (round - 1) ? _max : TimeSpan.FromTicks(_min.Ticks << (round - 1));
        return pause * (1 - (_jitter() / 2));
    }
}
