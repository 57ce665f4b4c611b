namespace ModularRollout.Fuzz;

/// <summary>Valid documents to start from: together they hold every property of the grammar.</summary>
internal static class DefinitionCorpus
{
    public const string KitchenSink = """
        {
          "$schema": "./modular-rollout.schema.json",
          "schemaVersion": 1,
          "x-note": { "anything": [1, 2] },
          "segments": {
            "staff": { "attribute": "email", "endsWith": ["@shop.example"], "ignoreCase": true },
            "early-access": { "any": [ { "segment": "staff" },
              { "all": [ { "attribute": "country", "in": ["CH", 41, true, 1.5] },
                         { "attribute": "appVersion", "semver": ">=2.4.0 <3.0.0" } ] } ] },
            "tests": { "all": [
              { "attribute": "a", "startsWith": ["x"] }, { "attribute": "a", "contains": ["y", "ü"] },
              { "attribute": "a", "matches": "^[a-z]{1,8}$", "ignoreCase": false },
              { "attribute": "n", "lessThan": 5 }, { "attribute": "n", "atMost": 5.5 }, { "attribute": "n", "greaterThan": -1e3 }, { "attribute": "n", "atLeast": 0 },
              { "attribute": "$now", "before": "2027-01-01T00:00:00Z" }, { "attribute": "t", "after": "2026-01-01T00:00:00+01:00" },
              { "attribute": "ip", "cidr": ["10.0.0.0/8", "2001:db8::/32"] },
              { "attribute": "l", "containsAny": ["a"] }, { "attribute": "l", "containsAll": ["a", "b"] },
              { "not": { "attribute": "gone", "exists": true } },
              { "attribute": "targetingKey", "bucketIn": { "salt": "s", "fromPercent": 0.5, "toPercent": 10 } } ] }
          },
          "flags": {
            "checkout.new-flow": {
              "description": "One-page \"checkout\".", // a comment
              "kind": "release", "owner": "team-checkout", "operators": ["team-checkout", "sre-oncall"],
              "created": "2026-11-01", "expires": "2027-02-01", "removalPlan": "Delete it.",
              "links": { "issue": "https://example.org/PAY-812" }, "tags": ["checkout"], "touches": ["payments"],
              "off": "off", "variants": { "on": true, "off": false }, "enabled": true,
              "requires": [ { "flag": "payments.v3", "is": ["on"] } ],
              "targets": { "on": ["user-7"], "off": ["user-9"] },
              "rules": [
                { "name": "staff first", "when": { "segment": "staff" }, "serve": "on" },
                { "when": { "attribute": "country", "in": ["AT"] },
                  "split": { "by": "targetingKey", "salt": "checkout-at", "weights": { "off": 66.7, "on": 33.3 } } } ],
              "otherwise": { "serve": "off" },
              "rollout": {
                "candidate": "on", "baseline": "off", "by": "targetingKey", "start": "manual", "hypothesis": "No order is lost.",
                "after": ["payments.v3"], "conflictsWith": ["other"], "measure": "switch",
                "stages": [
                  { "name": "staff", "audience": "staff", "dwell": "1h" },
                  { "name": "canary", "percent": 1, "dwell": "30m", "minSubjects": 500 },
                  { "name": "half", "percent": 50, "dwell": "2h", "approval": { "from": ["product"], "count": 2 }, "lastDrill": "30d", "window": "3h", "onWindowEnd": "rollback" },
                  { "name": "full", "percent": 100, "dwell": "24h", "holdbackPercent": 1 } ],
                "guards": [
                  { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 } },
                  { "name": "slowest", "events": { "slowerThan": "800ms" }, "noMoreThan": { "rate": 0.01 }, "per": "outcome" },
                  { "name": "orders", "events": { "custom": "order-lost" }, "noMoreThan": { "timesBaseline": 1.0 }, "onBreach": "hold", "prove": { "timesBaseline": 1.25 } },
                  { "name": "trial", "events": "slow", "noMoreThan": { "timesBaseline": 1.2 }, "prove": {}, "dryRun": true } ],
                "falseRollback": 0.01, "falseAdvance": 0.05, "minOutcomes": 100, "settle": "60s", "window": "72h", "onWindowEnd": "hold",
                "maxBlind": "15m", "onBlind": "hold", "onBreach": "rollback",
                "changeHours": { "days": ["Mon", "Tue"], "from": "09:00", "to": "16:00", "timeZone": "Europe/Zurich" },
                "probes": ["checkout-smoke"], "reportBy": ["country"], "restart": "newBuckets", "maxAttempts": 3, "escalateTo": ["sre-oncall"] }
            },
            "payments.v3": { "owner": "o", "permanent": true, "targets": { "on": ["u"] }, },
          }
        }
        """;

    public static readonly string[] Documents =
    [
        KitchenSink,
        "{}",
        """{"flags":{"a":{}}}""",
        """{"flags":{"n":{"owner":"o","variants":{"a":1,"b":-2.5e3},"off":"a","otherwise":{"split":{"by":"plan","weights":{"a":1,"b":99}}}}}}""",
        """{"flags":{"s":{"owner":"o","variants":{"a":"x\n","b":"\u00fc\ud83d\ude00"},"off":"a","otherwise":{"serve":"b"}}}}""",
        """{"flags":{"j":{"owner":"o","variants":{"a":{"x-y":[1,{"z":null}]},"b":[true]},"off":"b","targets":{"a":["k"]},"x-z":{"deep":[[]]}}}}""",
        """{"segments":{"s":{"any":[]},"t":{"not":{"all":[{"segment":"s"}]}}},"flags":{"f":{"rules":[{"when":{"all":[]},"serve":"on"},{"when":{"segment":"t"},"serve":"off"}]}}}""",
    ];
}
