using System.Collections.Concurrent;
using System.Diagnostics;

namespace ModularRollout.Tests.Decisions;

/// <summary>Listens to decisions whose flags begin with a prefix, and to a source of the test's own.</summary>
internal sealed class ActivityProbe : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ActivitySource _source;

    public ActivityProbe(string prefix)
    {
        _source = new ActivitySource(prefix);
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "ModularRollout" || source.Name == prefix,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.GetTagItem("feature_flag.key") is string flag && flag.StartsWith(prefix, StringComparison.Ordinal))
                {
                    Own.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Gets the activities that decisions became.</summary>
    public ConcurrentQueue<Activity> Own { get; } = [];

    public Activity Start() => _source.StartActivity("work") ?? throw new InvalidOperationException("Nobody listens.");

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }
}
