using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ModularRollout.Tests.Decisions;

[Collection(ProcessWide.Name)]
public class OpenTelemetryTests
{
    [Fact]
    public void Decide_SdkExports_EventsAndExactCounts()
    {
        List<Activity> traces = [];
        List<MetricSnapshot> metrics = [];
        using var source = new ActivitySource("otel.work");
        using TracerProvider tracer = Sdk.CreateTracerProviderBuilder().AddSource("ModularRollout", "otel.work").AddInMemoryExporter(traces).Build();
        using MeterProvider meter = Sdk.CreateMeterProviderBuilder().AddMeter("ModularRollout").AddInMemoryExporter(metrics).Build();
        using var gate = new TelemetryGate("otel");
        using var other = new TelemetryGate("otel.other");

        using (source.StartActivity("request"))
        {
            gate.Decide("constant", new EvaluationContext("user-1"));
            gate.Decide("split", new EvaluationContext("user-1"));
        }

        gate.Decide("constant", default);
        other.Decide("constant", default);
        tracer.ForceFlush();
        meter.ForceFlush();

        Activity request = Assert.Single(traces, activity => activity.DisplayName == "request");
        Assert.Equal(["otel.constant", "otel.split"], request.Events.Select(shown => shown.Tags.First(tag => tag.Key == "feature_flag.key").Value));
        Assert.Single(traces, activity => Equals(activity.GetTagItem("feature_flag.key"), "otel.constant"));
        Assert.Equal((2L, 1L), (Exported(metrics, "otel", "otel.constant"), Exported(metrics, "otel.other", "otel.other.constant")));
    }

    private static long Exported(List<MetricSnapshot> metrics, string setId, string flag)
    {
        long sum = 0;
        foreach (MetricSnapshot metric in metrics.Where(metric => metric.Name == "modular_rollout.decisions"))
        {
            foreach (MetricPoint point in metric.MetricPoints)
            {
                Dictionary<string, object?> tags = [];
                foreach (KeyValuePair<string, object?> tag in point.Tags)
                {
                    tags[tag.Key] = tag.Value;
                }

                sum += Equals(tags.GetValueOrDefault("feature_flag.set.id"), setId) && Equals(tags.GetValueOrDefault("feature_flag.key"), flag) ? point.GetSumLong() : 0;
            }
        }

        return sum;
    }
}
