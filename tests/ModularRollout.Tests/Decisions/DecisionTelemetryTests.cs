using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace ModularRollout.Tests.Decisions;

[Collection(ProcessWide.Name)]
public class DecisionTelemetryTests
{
    private static readonly byte[] s_secret = Encoding.ASCII.GetBytes("a secret of 16+ bytes");

    [Fact]
    public void Decide_CurrentActivity_GetsAnEventWithTheConventionsNames()
    {
        using var gate = new TelemetryGate("event.names");
        using var probe = new ActivityProbe("event.names");
        using Activity work = probe.Start();

        gate.Decide("rules", EvaluationContext.For("user-1").With("country", "CH").Build());

        ActivityEvent shown = Assert.Single(work.Events);
        Assert.Equal("feature_flag.evaluation", shown.Name);
        Assert.Equal(gate.Clock.GetUtcNow(), shown.Timestamp);
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["feature_flag.key"] = "event.names.rules",
                ["feature_flag.result.variant"] = "on",
                ["feature_flag.result.reason"] = "targeting_match",
                ["feature_flag.provider.name"] = gate.Gate.Current.ProviderOf("event.names.rules"),
                ["feature_flag.set.id"] = "event.names",
                ["feature_flag.version"] = gate.Gate.Current.ContentHash,
            },
            new Dictionary<string, object?>(shown.Tags));
        Assert.Empty(probe.Own);
    }

    [Fact]
    public void Decide_NoActivity_BecomesAnActivityOfItsOwn()
    {
        using var gate = new TelemetryGate("event.alone");
        using var probe = new ActivityProbe("event.alone");

        gate.Decide("constant", default);

        Activity own = Assert.Single(probe.Own);
        Assert.Equal("feature_flag.evaluation", own.OperationName);
        Assert.Equal("static", own.GetTagItem("feature_flag.result.reason"));
        Assert.Equal(gate.Clock.GetUtcNow().UtcDateTime, own.StartTimeUtc);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void Decide_SignalIsActivity_LiesBelowTheCurrentOne()
    {
        using var gate = new TelemetryGate("activity.below", options => options.Signal = DecisionSignal.Activity);
        using var probe = new ActivityProbe("activity.below");
        using Activity work = probe.Start();

        gate.Decide("constant", default);

        Assert.Equal(work.SpanId, Assert.Single(probe.Own).ParentSpanId);
        Assert.Empty(work.Events);
        Assert.Same(work, Activity.Current);
    }

    [Fact]
    public void Decide_SignalIsNone_ShowsNothing()
    {
        using var gate = new TelemetryGate("signal.none", options => options.Signal = DecisionSignal.None);
        using var probe = new ActivityProbe("signal.none");
        using Activity work = probe.Start();

        gate.Decide("constant", default);

        Assert.Empty(work.Events);
        Assert.Empty(probe.Own);
        Assert.False(gate.Gate.Telemetry.IsObserved);
    }

    [Fact]
    public void Decide_SignalIsLogRecord_LogsTheSameTags()
    {
        var logger = new FakeLogger();
        using var gate = new TelemetryGate("signal.log", options => options.Signal = DecisionSignal.LogRecord, logger);

        gate.Decide("constant", new EvaluationContext("user-1"));

        FakeLogRecord record = Assert.Single(logger.Collector.GetSnapshot());
        Assert.Equal("feature_flag.evaluation", record.Id.Name);
        Assert.Equal(LogLevel.Information, record.Level);
        Assert.Equal("on", record.GetStructuredStateValue("feature_flag.result.variant"));
        Assert.Equal("feature_flag.evaluation: signal.log.constant on (static)", record.Message);
    }

    [Fact]
    public void Decide_CurrentActivityIsNotRecorded_AddsNothing()
    {
        using var gate = new TelemetryGate("event.unrecorded");
        using var probe = new ActivityProbe("event.unrecorded");
        using Activity work = probe.Start();
        work.IsAllDataRequested = false;

        gate.Decide("constant", default);

        Assert.Empty(work.Events);
        Assert.Empty(probe.Own);
    }

    [Theory]
    [InlineData("split", "error", "targeting_key_missing", "off")]
    [InlineData("nobody", "error", "flag_not_found", null)]
    public void Decide_NoDecision_SaysWhy(string flag, string reason, string error, string? variant)
    {
        using var gate = new TelemetryGate($"event.error.{flag}");
        using var probe = new ActivityProbe(gate.Prefix);
        using Activity work = probe.Start();

        gate.Decide(flag, default);

        Dictionary<string, object?> tags = new(Assert.Single(work.Events).Tags);
        Assert.Equal(gate.Name(flag), tags["feature_flag.key"]);
        Assert.Equal(reason, tags["feature_flag.result.reason"]);
        Assert.Equal(error, tags["error.type"]);
        Assert.Equal(variant, tags.GetValueOrDefault("feature_flag.result.variant"));
        Assert.IsType<string>(tags["feature_flag.error.message"]);
    }

    [Fact]
    public void Decide_KeyOfAnotherType_SaysTypeMismatch()
    {
        using var gate = new TelemetryGate("event.type");
        using var probe = new ActivityProbe("event.type");
        using Activity work = probe.Start();

        gate.Gate.Decide(new FlagKey<int>("event.type.text", 0), default);

        Assert.Equal("type_mismatch", new Dictionary<string, object?>(Assert.Single(work.Events).Tags)["error.type"]);
    }

    [Theory]
    [InlineData("constant", true)]
    [InlineData("text", "#00f")]
    [InlineData("number", 40L)]
    [InlineData("object", """{"width":7}""")]
    public void Decide_ValueIsAllowed_IsShown(string flag, object expected)
    {
        using var gate = new TelemetryGate($"event.value.{flag}");
        using var allowed = new TelemetryGate($"event.value.{flag}", options => options.ValueFlags.Add($"event.value.{flag}.{flag}"));
        using var probe = new ActivityProbe(gate.Prefix);
        using Activity work = probe.Start();

        gate.Decide(flag, default);
        allowed.Decide(flag, default);
        allowed.Decide("split", new EvaluationContext("user-1"));

        object?[] values = [.. work.Events.Select(shown => new Dictionary<string, object?>(shown.Tags).GetValueOrDefault("feature_flag.result.value"))];
        Assert.Equal([null, expected, null], values);
    }

    [Fact]
    public void Decide_ContextIdIsRaw_IsTheKey()
    {
        using var gate = new TelemetryGate("event.raw", options => options.ContextId = ContextIdMode.Raw);
        using var probe = new ActivityProbe("event.raw");
        using Activity work = probe.Start();

        gate.Decide("constant", new EvaluationContext("user-1"));
        gate.Decide("constant", new EvaluationContext("user-2"));
        gate.Decide("constant", default);

        Assert.Equal(["user-1", "user-2", null], ContextIds(work));
    }

    [Theory]
    [InlineData("user-1")]
    [InlineData("ключ-\ud83d\ude00")]
    [InlineData("\ud800 alone")]
    [InlineData(null)]
    public void Decide_ContextIdIsHmac_IsTheHmacOfTheKeysUtf8(string? key)
    {
        key ??= new string('ä', 70_000);
        using var gate = new TelemetryGate($"event.hmac.{key.Length}", options => (options.ContextId, options.Secret) = (ContextIdMode.Hmac, s_secret));
        using var probe = new ActivityProbe(gate.Prefix);
        using Activity work = probe.Start();

        gate.Decide("constant", new EvaluationContext(key));

        Assert.Equal([Convert.ToHexStringLower(HMACSHA256.HashData(s_secret, Encoding.UTF8.GetBytes(key)))], ContextIds(work));
    }

    [Fact]
    public void Decide_SnapshotChanges_SaysTheNewVersion()
    {
        using var gate = new TelemetryGate("event.version");
        using var probe = new ActivityProbe("event.version");
        using Activity work = probe.Start();
        FeatureSnapshot snapshot = gate.Gate.Current;
        var other = new FeatureSnapshot(gate.Gate, snapshot.Content, 2, gate.Clock);

        snapshot.Decide("event.version.constant", default);
        other.Decide("event.version.constant", default);
        snapshot.Decide("event.version.constant", default);

        Assert.All(work.Events, shown => Assert.Equal(snapshot.ContentHash, new Dictionary<string, object?>(shown.Tags)["feature_flag.version"]));
        Assert.Equal(3, work.Events.Count());
    }

    [Fact]
    public void Decide_PersonalDataIsNotAskedFor_StaysIn()
    {
        const string Key = "alice@example.org";
        var logger = new FakeLogger();
        using var gate = new TelemetryGate("personal.none", options => options.IncludeAllValues = true, logger);
        using var logged = new TelemetryGate("personal.none", options => options.Signal = DecisionSignal.LogRecord, logger);
        using var probe = new ActivityProbe("personal.none");
        EvaluationContext context = EvaluationContext.For(Key).With("country", "AT").With("address", "Rue du Lac 4").Build();
        Activity work = probe.Start();
        foreach (string flag in new[] { "constant", "rules", "split", "weights", "requires", "nobody", "disabled" })
        {
            gate.Decide(flag, context);
            logged.Decide(flag, context);
        }

        work.Stop();
        gate.Decide("rules", context);

        string[] told =
        [
            .. work.Events.SelectMany(shown => shown.Tags).Select(tag => $"{tag.Key}={tag.Value}"),
            .. probe.Own.SelectMany(own => own.TagObjects).Select(tag => $"{tag.Key}={tag.Value}"),
            .. logger.Collector.GetSnapshot().SelectMany(record => record.StructuredState!.Select(tag => $"{tag.Key}={tag.Value}").Append(record.Message)),
            .. MeterProbe.Read("personal.none").SelectMany(read => read.Tags).Select(tag => $"{tag.Key}={tag.Value}"),
        ];
        string[] secrets = [Key, "alice", "AT", "Rue du Lac", "context.id", context.KeyHash.ToString("x16", CultureInfo.InvariantCulture)];
        Assert.True(told.Length > 50);
        Assert.All(told, line => Assert.DoesNotContain(secrets, secret => line.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public void Decide_ListenerThrows_DecidesAllTheSame()
    {
        var logger = new FakeLogger();
        using var gate = new TelemetryGate("listener.throws", logger: logger);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "ModularRollout",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity => ThrowIfMine(activity, "constant"),
            ActivityStopped = activity => ThrowIfMine(activity, "text"),
        };
        ActivitySource.AddActivityListener(listener);

        int enabled = 0;
        foreach (string flag in (string[])["constant", "text", "constant", "text"])
        {
            enabled += gate.Decide(flag, default).IsEnabled ? 1 : 0;
        }

        Assert.Equal(4, enabled);
        Assert.Null(Activity.Current);
        Assert.Equal(4, gate.Gate.Telemetry.ListenerFailures);
        Assert.Contains(("modular_rollout.listener.failures", 4L), MeterProbe.Read("listener.throws").Select(read => (read.Instrument, read.Value)));
        Assert.Equal(1003, Assert.Single(logger.Collector.GetSnapshot()).Id.Id);

        void ThrowIfMine(Activity activity, string flag)
        {
            if (activity.GetTagItem("feature_flag.key") is string name && name == $"listener.throws.{flag}")
            {
                throw new InvalidOperationException("A listener's own fault.");
            }
        }
    }

    private static object?[] ContextIds(Activity work) =>
        [.. work.Events.Select(shown => new Dictionary<string, object?>(shown.Tags).GetValueOrDefault("feature_flag.context.id"))];
}
