using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Portfolios;
using ModularRollout.Tests.Providers;

namespace ModularRollout.Tests.Rollouts.Portfolios;

public sealed class RolloutPortfolioTests
{
    private const string Document = """
        { "segments": { "staff": { "attribute": "email", "endsWith": ["@shop.example"] } },
          "flags": {
            "payments.v3": { "owner": "payments", "touches": ["payments"], "expires": "2027-06-01", "removalPlan": "Delete the v2 client.", "rollout": {
                "candidate": "on", "baseline": "off", "stages": [ { "name": "all", "percent": 100 } ], "guards": [] } },
            "checkout.one-page": { "owner": "shop", "touches": ["payments", "orders"], "rollout": {
                "candidate": "on", "baseline": "off", "after": ["payments.v3"], "conflictsWith": ["checkout.coupons"],
                "stages": [ { "name": "tenth", "percent": 10, "dwell": "1h" }, { "name": "all", "percent": 100, "holdbackPercent": 5 } ],
                "guards": [ { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1 } } ] } },
            "checkout.coupons": { "owner": "shop", "touches": ["orders"], "rollout": {
                "candidate": "on", "baseline": "off", "stages": [ { "name": "staff", "audience": "staff" }, { "name": "all", "percent": 100 } ],
                "guards": [ { "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.01 } } ] } },
            "app.polish": { "rollout": { "candidate": "on", "baseline": "off", "after": ["checkout.one-page", "checkout.coupons"], "stages": [ { "name": "all", "percent": 100 } ], "guards": [] } },
            "search.v2": { "owner": "search", "expires": "2026-10-01", "removalPlan": "Delete | the old index." },
            "exports.pdf": { "owner": "docs", "expires": "2026-12-09" },
            "exports.csv": { "owner": "docs", "expires": "2026-12-10" } } }
        """;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Portfolio_OfEverything_IsTheKeptPage()
    {
        await using FeatureGate gate = await StartBusyAsync();

        Golden.Equal("portfolio.md", gate.Rollouts.Portfolio().ToMarkdown());
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public async Task ToMarkdown_InAnyCulture_IsTheSame(string culture)
    {
        await using FeatureGate gate = await StartBusyAsync();
        string golden = gate.Rollouts.Portfolio().ToMarkdown();

        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Assert.Equal(golden, gate.Rollouts.Portfolio().ToMarkdown());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task Backlog_AfterAStart_SaysOrderWaitsAndConflicts()
    {
        await using FeatureGate gate = await StartBusyAsync();

        PortfolioItem[] backlog = [.. gate.Rollouts.Portfolio().Backlog];

        Assert.Equal(["checkout.one-page", "checkout.coupons", "app.polish"], backlog.Select(static item => item.Progress.Flag));
        Assert.Equal([[], [], ["checkout.one-page", "checkout.coupons"]], backlog.Select(static item => item.WaitsFor));
        Assert.Equal([["checkout.coupons"], ["checkout.one-page"], []], backlog.Select(static item => item.ConflictsWith));
        Assert.Equal([[], ["checkout.one-page"], []], backlog.Select(static item => item.BlockedBy));
    }

    [Fact]
    public async Task Systems_ExposedRollouts_AreAddedUpAgainstTheLimits()
    {
        await using FeatureGate gate = await StartBusyAsync();

        SystemLoad orders = gate.Rollouts.Portfolio().Systems[0];

        Assert.Equal(("orders", 10m, 1, 100m, true), (orders.System, orders.TotalPercent, orders.MaxConcurrent, orders.MaxTotalPercent, orders.IsFull));
        Assert.Equal(["checkout.one-page"], orders.Exposed);
    }

    [Fact]
    public async Task Removals_ExpiredExpiringAndCompleted_AreListedWithTheirPlan()
    {
        await using FeatureGate gate = await StartBusyAsync();

        FlagRemoval[] removals = [.. gate.Rollouts.Portfolio().Removals];

        Assert.Equal(["exports.pdf", "payments.v3", "search.v2"], removals.Select(static removal => removal.Flag));
        Assert.Equal(["It expires on 2026-12-09.", "Its rollout completed on 2026-11-26 12:00:10Z.", "It expired on 2026-10-01."], removals.Select(static removal => removal.Reason));
        Assert.Equal([null, "Delete the v2 client.", "Delete | the old index."], removals.Select(static removal => removal.RemovalPlan));
        Assert.Equal(4, gate.Rollouts.Portfolio(TimeSpan.FromDays(15)).Removals.Count);
        Assert.Equal(2, gate.Rollouts.Portfolio(TimeSpan.Zero).Removals.Count);
        Assert.Equal(4, gate.Rollouts.Portfolio(TimeSpan.MaxValue).Removals.Count);
    }

    [Fact]
    public async Task Portfolio_NegativeSpan_IsRefused()
    {
        await using FeatureGate gate = await StartBusyAsync();

        Assert.Throws<ArgumentOutOfRangeException>("expiringWithin", () => gate.Rollouts.Portfolio(TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void ToMarkdown_NoRollouts_SaysSo()
    {
        using FeatureGate gate = A.Gate("""{ "flags": {} }""");

        Assert.EndsWith("There is nothing to roll out.\n", gate.Rollouts.Portfolio().ToMarkdown(), StringComparison.Ordinal);
    }

    /// <summary>Starts a gate in which one rollout has completed, one is exposed, and others wait for it.</summary>
    private async Task<FeatureGate> StartBusyAsync()
    {
        var options = new FeatureGateOptions { TimeProvider = _clock };
        (options.Rollouts.SingleProcess, options.Rollouts.RunsByItself, options.Rollouts.MaxConcurrentPerSystem, options.Rollouts.MaxTotalPercent) = (true, false, 1, 100);
        FeatureGate gate = await FeatureGate.StartAsync([new ScriptedProvider("shop").Deliver("1", Encoding.UTF8.GetBytes(Document))], options, Stop);
        await StartAsync(gate, "payments.v3");
        for (int i = 0; i < 12; i++)
        {
            gate.Decide("payments.v3", new EvaluationContext($"payer-{i}")).Record(Outcome.Success(TimeSpan.FromMilliseconds(20)));
            _clock.Advance(TimeSpan.FromSeconds(10));
            await gate.Rollouts.StepAsync(Stop);
        }

        await StartAsync(gate, "checkout.one-page");
        await gate.Rollouts.StepAsync(Stop);
        return gate;
    }

    private static async Task StartAsync(FeatureGate gate, string flag)
    {
        RolloutCommandResult started = await gate.Rollouts.StartAsync(flag, "ada", "it is time", Stop);
        Assert.True(started.IsAccepted, started.Sentence);
    }
}
