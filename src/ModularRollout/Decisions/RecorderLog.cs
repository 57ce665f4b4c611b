using Microsoft.Extensions.Logging;

namespace ModularRollout.Decisions;

/// <summary>Says what goes wrong with one recorder, now and then.</summary>
internal sealed class RecorderLog
{
    private readonly string _recorder;
    private readonly ILogger _logger;
    private readonly LogPace _failurePace;
    private readonly LogPace _overflowPace;
    private long _failures;
    private long _droppedSaid;

    public RecorderLog(string recorder, TimeProvider clock, ILogger logger)
    {
        _recorder = recorder;
        _logger = logger;
        _failurePace = new LogPace(clock);
        _overflowPace = new LogPace(clock);
    }

    public void Failed(Exception exception, int records)
    {
        long failures = ++_failures;
        if (_failurePace.IsDue())
        {
            Log.RecorderFailed(_logger, exception, _recorder, records, failures);
        }
    }

    public void Dropped(long records)
    {
        if (records > _droppedSaid && _overflowPace.IsDue())
        {
            _droppedSaid = records;
            Log.RecorderOverflowed(_logger, _recorder, records);
        }
    }

    public void Abandoned(long records) => Log.RecorderAbandoned(_logger, _recorder, records);
}
