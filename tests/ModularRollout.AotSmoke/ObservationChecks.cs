using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ModularRollout.AotSmoke;

/// <summary>Decisions as traces and as counts.</summary>
internal static class ObservationChecks
{
    public static void Run()
    {
        FeatureGate gate = FeatureGate.FromJson(Document.Utf8);
        Trace(gate);
        Count(gate);
    }

    private static void Trace(FeatureGate gate)
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "ModularRollout",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using Activity activity = new Activity("request").Start();

        gate.Decide("payments", default);

        Check.Equal("traced", "feature_flag.evaluation", activity.Events.FirstOrDefault().Name);
    }

    private static void Count(FeatureGate gate)
    {
        long counted = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "ModularRollout")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                counted += tag.Value is "limit" ? value : 0;
            }
        });
        listener.Start();
        for (int i = 0; i < 3; i++)
        {
            gate.Decide("limit", default);
        }

        listener.RecordObservableInstruments();
        Check.True("counted", counted >= 3);
    }
}
