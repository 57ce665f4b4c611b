using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Runbooks;
using ModularRollout.Tests.Rollouts.Control;

namespace ModularRollout.Tests.Rollouts.Runbooks;

/// <summary>A shop whose rollout has everything a plan can have, and a definition that says all.</summary>
internal static class Desk
{
    public const string Governance = """
        "description": "One-page checkout. Replaces the three-step form.", "operators": ["ada", "sre-oncall"], "kind": "release", "created": "2026-02-01",
        "links": { "issue": "https://example.org/PAY-812" }, "tags": ["checkout"], "touches": ["payments"],
        """;

    public const string Plan = """
        { "candidate": "on", "baseline": "off",
          "hypothesis": "The one-page checkout loses no order and is not slower.",
          "stages": [
            { "name": "staff", "audience": "staff", "dwell": "1m" },
            { "name": "tenth", "percent": 10, "dwell": "3m", "minSubjects": 100, "window": "2h", "onWindowEnd": "rollback" },
            { "name": "half", "percent": 50, "dwell": "5m", "lastDrill": "30d", "approval": { "from": ["product", "security"], "count": 2 } },
            { "name": "full", "percent": 100, "dwell": "1h", "holdbackPercent": 1 } ],
          "guards": [
            { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1 } },
            { "name": "latency", "events": "slow", "noMoreThan": { "timesBaseline": 1 }, "dryRun": true },
            { "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.05 } },
            { "name": "orders", "events": { "custom": "order-lost" }, "noMoreThan": { "timesBaseline": 1 }, "onBreach": "hold", "prove": { "timesBaseline": 1.25 } },
            { "name": "slowest", "events": { "slowerThan": "800ms" }, "noMoreThan": { "rate": 0.01 }, "per": "outcome" } ],
          "changeHours": { "days": ["Mon", "Tue", "Wed", "Thu"], "from": "08:00", "to": "16:00" },
          "window": "72h", "maxBlind": "15m", "escalateTo": ["sre-oncall"] }
        """;

    public static Task<Shop> OpenAsync(string? plan = null, Action<FeatureGateOptions>? configure = null) => Shop.OpenAsync(plan ?? Plan, options =>
    {
        options.Rollouts.Instance = "web-1";
        options.Rollouts.Authorizer = new OperatorAuthorizer(new Dictionary<string, IReadOnlyList<string>> { ["product"] = ["ada"], ["security"] = ["grace"] });
        configure?.Invoke(options);
    }, Governance);

    /// <summary>Opens the shop and walks it to the tenth.</summary>
    public static async Task<Shop> AtTenthAsync(Action<FeatureGateOptions>? configure = null)
    {
        Shop shop = await OpenAsync(configure: configure);
        await shop.Rollouts.StepAsync(TestContext.Current.CancellationToken);
        RolloutCommandResult started = await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        Assert.True(started.IsAccepted, started.Sentence);
        shop.StaffEvery = 10;
        await shop.TradeAsync(TimeSpan.FromMinutes(4));
        Assert.Equal("tenth", shop.Progress.Stage?.Name);
        return shop;
    }

    public static RolloutRunbook Runbook(this Shop shop) => shop.Rollouts.RunbookOf(Shop.Flag)!;

    public static RunbookCall Call(this RolloutRunbook runbook, RolloutCommandKind command) => runbook.Calls.First(call => call.Command == command);
}
