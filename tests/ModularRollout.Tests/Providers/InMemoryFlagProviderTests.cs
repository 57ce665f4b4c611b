using System.Text;
using ModularRollout.Definitions;
using ModularRollout.Providers;

namespace ModularRollout.Tests.Providers;

public sealed class InMemoryFlagProviderTests
{
    [Fact]
    public async Task Flag_EverythingThatCanBeSaid_ReadsWithoutErrorsAndDecides()
    {
        InMemoryFlagProvider provider = new InMemoryFlagProvider("code")
            .Segment("staff", when => when.Any(
                when.Attribute("email", ignoreCase: true).EndsWith("@SHOP.example"),
                when.Not(when.Attribute("country").In("CH", "AT")),
                when.All(when.Attribute("level").In(1L, 2L), when.Attribute("level").In(0.5, 1.5), when.Attribute("level").GreaterThan(0.25m)),
                when.Attribute("name").Contains("x"),
                when.Attribute("name").Matches("^a+$"),
                when.Attribute("version").SemVer(">=2.4.0 <3.0.0"),
                when.Attribute("ip").Cidr("10.0.0.0/8"),
                when.Attribute("groups").ContainsAny("a", "b"),
                when.Attribute("beta").Exists(),
                when.Attribute("$now").After(DateTimeOffset.MaxValue.AddDays(-1)),
                when.Attribute("targetingKey").BucketIn("share", 0, 0.5m)))
            .Flag("payments", flag => flag.Boolean().Otherwise("on"))
            .Flag("checkout", flag => flag
                .Variant("full", "three").Variant("short", "one").Off("full")
                .Description("One page").Kind(FlagKind.Experiment).Owner("team").Operators("team", "sre").Created(new DateOnly(2026, 11, 1))
                .Expires(new DateOnly(2027, 2, 1)).RemovalPlan("Delete it.").Links(("issue", new Uri("https://example.org/1"))).Tags("t").Touches("payments")
                .Requires("payments", "on").Target("short", "user-7").Target("short", "user-8")
                .Rule("staff first", when => when.Segment("staff"), "short")
                .Rule(null, when => when.Attribute("country").In("AT"), split => split.By("targetingKey").Salt("at").Weight("full", 33.3m).Weight("short", 66.7m))
                .Otherwise(split => split.Weight("full", 1).Weight("short", 1)))
            .Flag("limits", flag => flag.JsonVariant("small", """{"rows":[1,2]}""").JsonVariant("large", """{"rows":[3]}""").Off("small").Permanent().Disabled())
            .Flag("ratio", flag => flag.Variant("low", 1L).Variant("mid", 0.5).Variant("high", 2.25m).Off("low").Otherwise("high"));

        await using FeatureGate gate = await FeatureGate.StartAsync([provider]);

        Assert.DoesNotContain(gate.Status.Layers[0].Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal("one", gate.Decide("checkout", new EvaluationContext("user-8")).Get(""));
        Assert.Equal("staff first", gate.Decide("checkout", EvaluationContext.For("u").With("country", "AT").With("email", "a@shop.EXAMPLE").Build()).Rule);
        Assert.Equal(2.25m, gate.Decide("ratio", default).Get(0m));
        Assert.Equal(DecisionReason.Disabled, gate.Decide("limits", default).Reason);
        Assert.Equal(FlagKind.Experiment, gate.Current.Flags.Single(flag => flag.Name == "checkout").Kind);
    }

    [Fact]
    public async Task FetchAsync_ContentIsKnown_WaitsForTheNextUpdate()
    {
        var provider = new InMemoryFlagProvider("memory");
        FlagPayload first = await provider.FetchAsync(null, CancellationToken.None);
        Task<FlagPayload> next = provider.FetchAsync(first.Version, CancellationToken.None).AsTask();
        Assert.False(next.IsCompleted);

        provider.Update("{}");

        Assert.Equal("{}", Encoding.UTF8.GetString((await Eventually.Within(next)).Utf8Json.Span));
    }

    [Fact]
    public void Flag_ProviderHoldsJson_IsRefused()
    {
        var provider = new InMemoryFlagProvider("memory");
        provider.Update("{}");

        Assert.Throws<InvalidOperationException>(() => provider.Flag("a", flag => flag.Boolean()));
    }
}
