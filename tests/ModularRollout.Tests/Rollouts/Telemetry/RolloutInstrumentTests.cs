using System.Diagnostics.Metrics;
using ModularRollout.Rollouts;
using ModularRollout.Tests.Rollouts.Control;

namespace ModularRollout.Tests.Rollouts.Telemetry;

[Collection(ProcessWide.Name)]
public sealed class RolloutInstrumentTests
{
    private static readonly string[] s_tags = ["modular_rollout.guard", "modular_rollout.arm"];

    [Fact]
    public async Task Read_Draft_SaysWhereItStandsAndNothingOfEvidence()
    {
        await using Shop shop = await OpenAsync("meter.draft");

        Dictionary<string, double> read = Read("meter.draft");

        Assert.Equal(0, read["modular_rollout.rollout.status"]);
        Assert.Equal((0, -1, 0), (read["modular_rollout.rollout.attempt"], read["modular_rollout.rollout.stage"], read["modular_rollout.rollout.share"]));
        Assert.Equal(1, read["modular_rollout.controlling"]);
        Assert.DoesNotContain(read.Keys, static name => name.StartsWith("modular_rollout.guard.", StringComparison.Ordinal) || name.Contains("outcomes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_Running_IsWhatTheProgressSays()
    {
        await using Shop shop = await OpenAsync("meter.running");
        shop.FailureRate = (.05, .05);
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);
        await shop.TradeAsync(TimeSpan.FromMinutes(3));

        Dictionary<string, double> read = Read("meter.running");

        RolloutProgress progress = shop.Progress;
        GuardReading errors = progress.Readings[0];
        Assert.True(progress.CandidateOutcomes > 100 && errors.BaselineEvents > 10 && progress.Dwell > TimeSpan.Zero);
        Assert.Equal((2, 1, 0, 25), (read["modular_rollout.rollout.status"], read["modular_rollout.rollout.attempt"], read["modular_rollout.rollout.stage"], read["modular_rollout.rollout.share"]));
        Assert.Equal((progress.Dwell.TotalSeconds, 0), (read["modular_rollout.rollout.dwell"], read["modular_rollout.rollout.blind"]));
        Assert.Equal(
            (progress.Subjects, progress.CandidateOutcomes, progress.BaselineOutcomes),
            (read["modular_rollout.rollout.subjects"], read["modular_rollout.rollout.outcomes|candidate"], read["modular_rollout.rollout.outcomes|baseline"]));
        Assert.Equal(
            ((double)errors.Verdict, errors.Log, errors.LogLimit, errors.CandidateEvents, errors.BaselineEvents),
            (read["modular_rollout.guard.verdict|errors"], read["modular_rollout.guard.log_e|errors"], read["modular_rollout.guard.log_e.limit|errors"],
                read["modular_rollout.guard.events|errors|candidate"], read["modular_rollout.guard.events|errors|baseline"]));
        Assert.Equal(
            (errors.CandidateEvents, errors.BaselineEvents), (read["modular_rollout.rollout.failures|candidate"], read["modular_rollout.rollout.failures|baseline"]));
        Assert.Equal((progress.Waits.Count, 0, 0), (read["modular_rollout.rollout.waits"], read["modular_rollout.rollout.pending"], read["modular_rollout.rollout.in_trouble"]));
    }

    [Fact]
    public async Task Read_OutcomesComeLate_CountsThem()
    {
        await using Shop shop = await OpenAsync("meter.late");
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);
        Decision early = shop.Gate.Decide(Shop.Flag, new EvaluationContext("late"));
        await shop.TradeAsync(TimeSpan.FromMinutes(3));
        early.Record(Outcome.Success(TimeSpan.FromMinutes(3)));
        await shop.TradeAsync(TimeSpan.FromSeconds(10));

        Assert.Equal((1, 1), (Read("meter.late")["modular_rollout.rollout.late"], shop.Progress.LateOutcomes));
    }

    [Fact]
    public async Task Read_GateDisposed_MeasuresNothing()
    {
        Shop shop = await OpenAsync("meter.disposed");
        await shop.DisposeAsync();

        Assert.Empty(Read("meter.disposed"));
    }

    private static Task<Shop> OpenAsync(string setId) => Shop.OpenAsync(configure: options => options.Telemetry.SetId = setId);

    /// <summary>Reads the instruments of one set, by name and the guard and arm of each measurement.</summary>
    private static Dictionary<string, double> Read(string setId)
    {
        Dictionary<string, double> read = [];
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
        void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            Dictionary<string, object?> all = tags.ToArray().ToDictionary();
            if (instrument.Name is "modular_rollout.controlling" || Equals(all.GetValueOrDefault("feature_flag.key"), Shop.Flag))
            {
                Assert.Equal(setId, all["feature_flag.set.id"]);
                string[] keys = [.. s_tags.Where(all.ContainsKey).Select(key => (string)all[key]!)];
                if (!instrument.Name.EndsWith(".decisions", StringComparison.Ordinal))
                {
                    read.Add(string.Join('|', [instrument.Name, .. keys]), value);
                }
            }
        }

        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        return read;
    }
}
