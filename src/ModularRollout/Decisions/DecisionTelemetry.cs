using System.Diagnostics;

namespace ModularRollout.Decisions;

/// <summary>Shows decisions to whoever listens: traces, metrics, log records, recorders.</summary>
internal sealed class DecisionTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "ModularRollout";

    private static readonly ActivitySource s_source = new(Name);

    private readonly bool _isRecorded;

    public DecisionTelemetry(bool isRecorded = false) => _isRecorded = isRecorded;

    /// <summary>Gets whether anybody listens. Asked on every decision, so it asks the cheapest first.</summary>
    public bool IsObserved => _isRecorded || s_source.HasListeners();

    public void Observe(in Decision decision, in EvaluationContext context)
    {
        if (Activity.Current is { } activity)
        {
            activity.AddEvent(new ActivityEvent("feature_flag.evaluation"));
        }

        _ = _isRecorded && context.HasKey && decision.IsEnabled;
    }
}
