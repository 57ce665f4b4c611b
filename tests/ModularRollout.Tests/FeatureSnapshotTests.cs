using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace ModularRollout.Tests;

public sealed class FeatureSnapshotTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Current_Pinned_KeepsDecidingAsItDid()
    {
        var publishing = new Publishing();
        publishing.Publish("""{ "flags": { "f": { "otherwise": { "serve": "on" } } } }""");
        FeatureSnapshot pinned = publishing.Current;

        publishing.Publish("""{ "flags": { "f": {}, "g": { "otherwise": { "serve": "on" } } } }""");

        Assert.True(pinned.Decide("f", default).IsEnabled);
        Assert.Equal(1, pinned.Decide("f", default).SnapshotVersion);
        Assert.False(publishing.Current.Decide("f", default).IsEnabled);
        Assert.Equal(2, publishing.Current.Decide("f", default).SnapshotVersion);
        Assert.Equal(DecisionError.FlagNotFound, pinned.Decide("g", default).Error);
        Assert.Equal(DecisionError.FlagNotFound, pinned.Decide(new FlagKey<bool>("g", true), default).Error);
        Assert.Equal(["f"], pinned.Flags.Select(static flag => flag.Name));
    }

    [Fact]
    public void Kill_Pinned_IsSeenAtOnceButNotReplayed()
    {
        var publishing = new Publishing();
        publishing.Publish("""{ "flags": { "f": { "otherwise": { "serve": "on" } }, "g": { "requires": [ { "flag": "f", "is": ["on"] } ], "otherwise": { "serve": "on" } } } }""");
        FeatureSnapshot pinned = publishing.Current;

        publishing.Kill("f");

        Assert.Equal(DecisionReason.Disabled, pinned.Decide("f", default).Reason);
        Assert.Equal(DecisionReason.Disabled, pinned.Decide(new FlagKey<bool>("f", true), default).Reason);
        Assert.Equal(DecisionReason.PrerequisiteFailed, pinned.Decide("g", default).Reason);
        Assert.Equal("on", pinned.Replay("f", default, s_noon).Variant);
        Assert.Equal("on", pinned.Replay("g", default, s_noon).Variant);
        Assert.Equal(DecisionReason.Disabled, publishing.Current.Replay("f", default, s_noon).Reason);

        publishing.Kill();
        Assert.Equal("on", pinned.Decide("f", default).Variant);
        Assert.Equal("on", publishing.Current.Decide("g", default).Variant);
    }

    [Fact]
    public void Decide_Now_AsksTheClock()
    {
        var clock = new FakeTimeProvider(s_noon);
        var publishing = new Publishing(clock: clock);
        publishing.Publish("""{ "flags": { "f": { "rules": [ { "when": { "attribute": "$now", "after": "2026-11-22T12:00:00Z" }, "serve": "on" } ] } } }""");

        Assert.False(publishing.Current.Decide("f", default).IsEnabled);
        Assert.Contains("✗ $now after 2026-11-22T12:00:00Z: 2026-11-22T12:00:00Z", publishing.Current.Explain("f", default).ToString(), StringComparison.Ordinal);

        clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(publishing.Current.Decide("f", default).IsEnabled);
    }

    [Fact]
    public void Replay_Instant_StandsInForTheClock()
    {
        FeatureSnapshot snapshot = A.When("""{ "attribute": "$now", "before": "2026-11-22T12:00:00Z" }""").Current;

        Assert.True(snapshot.Replay("f", default, s_noon.AddTicks(-1)).IsEnabled);
        Assert.False(snapshot.Replay("f", default, s_noon).IsEnabled);
        Assert.True(snapshot.Replay("f", default, s_noon.AddHours(1).AddTicks(-1).ToOffset(TimeSpan.FromHours(2)).AddHours(-1)).IsEnabled);
        Assert.Equal(snapshot.Version, snapshot.Replay("f", default, s_noon).SnapshotVersion);
    }

    [Fact]
    public void Decide_Ambient_LiesBeneathTheContextsOwn()
    {
        var publishing = new Publishing(EvaluationContext.For(null).With("region", "eu").With("zone", 3).Build());
        publishing.Publish("""
            { "flags": {
              "f": { "rules": [ { "when": { "attribute": "region", "in": ["eu"] }, "serve": "on" } ] },
              "g": { "rules": [ { "when": { "attribute": "zone", "atLeast": 3 }, "serve": "on" } ] },
              "h": { "otherwise": { "split": { "by": "region", "weights": { "on": 1, "off": 1 } } } },
              "i": { "rules": [ { "when": { "attribute": "other", "exists": false }, "serve": "on" } ] } } }
            """);
        FeatureSnapshot snapshot = publishing.Current;

        Assert.True(snapshot.Decide("f", default).IsEnabled);
        Assert.True(snapshot.Decide("f", A.Subject("u", "zone", "x")).IsEnabled);
        Assert.False(snapshot.Decide("f", A.Subject("u", "region", "us")).IsEnabled);
        Assert.True(snapshot.Decide("g", default).IsEnabled);
        Assert.False(snapshot.Decide("g", A.Subject("u", "zone", "3")).IsEnabled);
        Assert.Equal(snapshot.Decide("h", A.Subject("u", "region", "eu")).Hash, snapshot.Decide("h", default).Hash);
        Assert.NotEqual(snapshot.Decide("h", A.Subject("u", "region", "us")).Hash, snapshot.Decide("h", default).Hash);
        Assert.True(snapshot.Decide("i", default).IsEnabled);
        Assert.Contains("region in [\"eu\"]: \"eu\"", snapshot.Explain("f", default).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_BeforeTheFirstSnapshot_IsNotReady()
    {
        FeatureSnapshot snapshot = new Publishing().Current;

        Decision decision = snapshot.Decide(new FlagKey<int>("f", 7), A.Subject("u"));

        Assert.Equal(0, snapshot.Version);
        Assert.Equal(("f", DecisionReason.Error, DecisionError.NotReady, 0L), (decision.Flag, decision.Reason, decision.Error, decision.SnapshotVersion));
        Assert.Equal(7, snapshot.Get(new FlagKey<int>("f", 7), default));
        Assert.Equal("· the gate has no snapshot yet", snapshot.Explain("f", default).ToString().Split('\n')[2].Trim());
        Assert.Empty(snapshot.Flags);
        Assert.Equal("""{"schemaVersion":1,"segments":{},"flags":{}}""", Encoding.UTF8.GetString(snapshot.ToJson()));
    }

    [Fact]
    public void ToJson_Layers_IsOneCanonicalDocumentInOrdinalOrder()
    {
        var publishing = new Publishing();
        publishing.Publish(
            """
            // top
            { "x-note": 1,
              "segments": { "t": { "attribute": "a", "exists": true }, "S": { "segment": "t" } },
              "flags": { "b": { "x-y": 1, "variants": { "v": { "x-kept": [1, 2.50, "\u00fc"] }, }, "off": "v" }, "a": { "enabled": false, } } }
            """,
            """{ "segments": { "t": { "attribute": "a", "exists": false } }, "flags": { "a": { "rules": [ { "when": { "segment": "S" }, "serve": "on" } ] }, "B": {} } }""");

        Assert.Equal(
            """{"schemaVersion":1,"segments":{"S":{"segment":"t"},"t":{"attribute":"a","exists":false}},"flags":{"B":{},"a":{"rules":[{"when":{"segment":"S"},"serve":"on"}]},"b":{"variants":{"v":{"x-kept":[1,2.50,"ü"]}},"off":"v"}}}""",
            Encoding.UTF8.GetString(publishing.Current.ToJson()));
    }

    [Fact]
    public void Flags_Document_SaysWhatTheAuthorsWrote()
    {
        FeatureSnapshot snapshot = A.Gate("""{ "flags": { "b": { "owner": "team-b" }, "a": { "kind": "operations", "variants": { "x": 1, "y": 2 }, "off": "y" } } }""").Current;

        Assert.Equal(2, snapshot.Flags.Count);
        Assert.Equal(["a", "b"], snapshot.Flags.Select(static flag => flag.Name));
        Assert.Equal("team-b", snapshot.Flags[1].Owner);
        Assert.Equal(["x", "y"], snapshot.Flags[0].Variants);
        Assert.Same(snapshot.Flags, snapshot.Flags);
        Assert.Equal(2, ((System.Collections.IEnumerable)snapshot.Flags).Cast<object>().Count());
        Assert.Throws<IndexOutOfRangeException>(() => snapshot.Flags[2]);
    }
}
