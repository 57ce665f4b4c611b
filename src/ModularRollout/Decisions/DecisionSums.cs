using System.Diagnostics.Metrics;

namespace ModularRollout.Decisions;

/// <summary>Reads counters in the words of telemetry, where several reasons share a name: one measurement for each set of tags, or one would hide the other.</summary>
internal static class DecisionSums
{
    public static List<Measurement<long>> Of(DecisionCounters counters, KeyValuePair<string, object?>[] set)
    {
        var sums = new Dictionary<(string Flag, string? Variant, string Reason, string? Error), long>();
        foreach ((CounterSeries series, long count) in counters.Read())
        {
            (string, string?, string, string?) tags =
                (series.Flag, series.Variant, DecisionNames.Of(series.Reason, series.IsRandom), DecisionNames.Of(series.Error));
            sums[tags] = sums.GetValueOrDefault(tags) + count;
        }

        var measurements = new List<Measurement<long>>(sums.Count);
        foreach (((string flag, string? variant, string reason, string? error), long count) in sums)
        {
            var tags = new List<KeyValuePair<string, object?>>(5) { new(DecisionNames.Reason, reason) };
            Add(tags, DecisionNames.Key, flag.Length == 0 ? null : flag);
            Add(tags, DecisionNames.Variant, variant);
            Add(tags, DecisionNames.ErrorType, error);
            tags.AddRange(set);
            measurements.Add(new Measurement<long>(count, tags));
        }

        return measurements;
    }

    private static void Add(List<KeyValuePair<string, object?>> tags, string name, string? value)
    {
        if (value is not null)
        {
            tags.Add(new(name, value));
        }
    }
}
