using System.Diagnostics.Metrics;

namespace ModularRollout.Tests.Decisions;

/// <summary>Reads the observable instruments of the gates of one set.</summary>
internal static class MeterProbe
{
    private static readonly string[] s_names = ["feature_flag.key", "feature_flag.result.variant", "feature_flag.result.reason", "error.type"];

    public static List<(string Instrument, long Value, Dictionary<string, object?> Tags)> Read(string setId)
    {
        List<(string, long, Dictionary<string, object?>)> read = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "ModularRollout" && instrument.Meter.Tags!.Any(tag => Equals(tag.Value, setId)))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            read.Add((instrument.Name, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value))));
        listener.Start();
        listener.RecordObservableInstruments();
        return read;
    }

    public static Dictionary<string, long> Decisions(string setId) => Read(setId)
        .Where(read => read.Instrument == "modular_rollout.decisions")
        .ToDictionary(
            read => string.Join('|', s_names.Select(name => read.Tags.GetValueOrDefault(name))),
            read => read.Value);
}
