using System.Text;
using ModularRollout.Testing;

namespace ModularRollout.Testing.Tests;

/// <summary>A flag with a realistic plan, to be rehearsed.</summary>
internal static class Checkout
{
    public const string Flag = "checkout.one-page";

    public const string Guards = """
        { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1 } },
        { "name": "latency", "events": "slow", "noMoreThan": { "timesBaseline": 1 } },
        { "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.02 } },
        { "name": "orders", "events": { "custom": "order-lost" }, "noMoreThan": { "timesBaseline": 1 }, "onBreach": "hold" }
        """;

    public static RolloutDrill Drill(string guards = Guards, string more = "")
    {
        RolloutDrill drill = RolloutDrill.FromJson(Encoding.UTF8.GetBytes(Document(guards, more)), Flag);
        drill.Traffic.Subject = static i => EvaluationContext.For($"shopper-{i}").With("email", i % 50 == 0 ? $"s{i}@shop.example" : $"s{i}@mail.example").Build();
        return drill;
    }

    private static string Document(string guards, string more) => $$"""
        {
          "segments": { "staff": { "attribute": "email", "endsWith": ["@shop.example"] } },
          "flags": {
            "{{Flag}}": {
              "owner": "team-checkout", "operators": ["ada"], "expires": "2027-01-01", "removalPlan": "delete the old form",
              "otherwise": { "serve": "off" },
              "rollout": {
                "candidate": "on", "baseline": "off", "after": ["payments.v3"],
                "stages": [
                  { "name": "staff", "audience": "staff", "dwell": "1h" },
                  { "name": "canary", "percent": 1, "dwell": "30m", "minSubjects": 200 },
                  { "name": "quarter", "percent": 25, "dwell": "2h", "minSubjects": 5000, "approval": { "from": ["product", "security"], "count": 2 } },
                  { "name": "half", "percent": 50, "dwell": "2h", "lastDrill": "30d" },
                  { "name": "full", "percent": 100, "dwell": "24h", "holdbackPercent": 1 }
                ],
                "guards": [ {{guards}} ],
                "window": "72h",
                "changeHours": { "days": ["Mon", "Tue", "Wed", "Thu"], "from": "09:00", "to": "16:00", "timeZone": "Europe/Zurich" },
                "probes": ["checkout-smoke"]{{more}}
              }
            },
            "payments.v3": { "owner": "team-payments", "otherwise": { "serve": "on" } }
          }
        }
        """;
}
