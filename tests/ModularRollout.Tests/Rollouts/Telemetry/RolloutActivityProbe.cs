using System.Collections.Concurrent;
using System.Diagnostics;

namespace ModularRollout.Tests.Rollouts.Telemetry;

/// <summary>Listens to what the rollouts of one set of flags become: the activity source is shared by all tests of the process.</summary>
internal sealed class RolloutActivityProbe : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ActivitySource _source;

    public RolloutActivityProbe(string setId, Action<Activity>? stopped = null)
    {
        _source = new ActivitySource(setId);
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "ModularRollout" || source.Name == setId,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (Equals(activity.GetTagItem("feature_flag.set.id"), setId) && activity.OperationName.StartsWith("modular_rollout.", StringComparison.Ordinal))
                {
                    All.Enqueue(activity);
                    stopped?.Invoke(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public ConcurrentQueue<Activity> All { get; } = [];

    public Activity Start() => _source.StartActivity("work") ?? throw new InvalidOperationException("Nobody listens.");

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }
}
