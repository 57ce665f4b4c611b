using System.Diagnostics;
using ModularRollout.Tests.Rollouts.Control;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ModularRollout.Tests.Rollouts.Telemetry;

[Collection(ProcessWide.Name)]
public sealed class RolloutOpenTelemetryTests
{
    [Fact]
    public async Task Rollout_SdkExports_TransitionsAndWhereItStands()
    {
        List<Activity> traces = [];
        List<MetricSnapshot> metrics = [];
        using TracerProvider tracer = Sdk.CreateTracerProviderBuilder().AddSource("ModularRollout").AddInMemoryExporter(traces).Build();
        using MeterProvider meter = Sdk.CreateMeterProviderBuilder().AddMeter("ModularRollout").AddInMemoryExporter(metrics).Build();
        await using Shop shop = await Shop.OpenAsync(configure: static options => options.Telemetry.SetId = "otel.rollout");
        await using Shop other = await Shop.OpenAsync(configure: static options => options.Telemetry.SetId = "otel.rollout.other");

        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);
        await shop.TradeAsync(TimeSpan.FromMinutes(2));
        await shop.Rollouts.Telemetry.Shown;
        tracer.ForceFlush();
        meter.ForceFlush();

        Activity start = Assert.Single(traces, static activity => activity.OperationName == "modular_rollout.transition");
        Assert.Equal("start", start.GetTagItem("modular_rollout.transition.kind"));
        Assert.Equal((25d, 0d), (Share(metrics, "otel.rollout"), Share(metrics, "otel.rollout.other")));
    }

    private static double Share(List<MetricSnapshot> metrics, string setId)
    {
        foreach (MetricSnapshot metric in metrics.Where(static metric => metric.Name == "modular_rollout.rollout.share"))
        {
            foreach (MetricPoint point in metric.MetricPoints)
            {
                foreach (KeyValuePair<string, object?> tag in point.Tags)
                {
                    if (tag.Key == "feature_flag.set.id" && Equals(tag.Value, setId))
                    {
                        return point.GetGaugeLastValueDouble();
                    }
                }
            }
        }

        throw new InvalidOperationException($"Nobody exported the share of {setId}.");
    }
}
