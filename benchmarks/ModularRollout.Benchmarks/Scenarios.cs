using System.Text;

namespace ModularRollout.Benchmarks;

/// <summary>The scenarios' flags, and documents in which one thing grows.</summary>
public static class Scenarios
{
    public const string Constant = "constant";
    public const string Split = "split";
    public const string Rules = "rules";
    public const string Variants = "variants";
    public const string Rollout = "rollout";
    public const string Growing = "growing";

    public static ReadOnlySpan<byte> Document =>
        """
        {
          "schemaVersion": 1,
          "flags": {
            "constant": { "otherwise": { "serve": "on" } },
            "split": { "otherwise": { "split": { "weights": { "on": 50, "off": 50 } } } },
            "rules": {
              "rules": [
                { "name": "home market", "when": { "attribute": "country", "in": ["CH", "AT", "LI"] }, "serve": "on" },
                { "name": "enterprise", "when": { "attribute": "plan", "in": ["enterprise"] }, "serve": "on" },
                { "name": "a fifth of the staff", "when": { "attribute": "email", "endsWith": ["@shop.example"] },
                  "split": { "weights": { "on": 20, "off": 80 } } }
              ]
            },
            "variants": {
              "variants": { "red": "#d00000", "green": "#00d000", "blue": "#0000d0" }, "off": "red",
              "otherwise": { "split": { "weights": { "red": 50, "green": 30, "blue": 20 } } }
            },
            "rollout": {
              "rollout": {
                "candidate": "on", "baseline": "off",
                "stages": [ { "name": "half", "percent": 50, "dwell": "2h" } ],
                "guards": [ { "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.005 } } ]
              }
            }
          }
        }
        """u8;

    /// <summary>Gets a rollout whose guard compares the arms.</summary>
    public static ReadOnlySpan<byte> ComparedRollout =>
        """
        {
          "schemaVersion": 1,
          "flags": {
            "rollout": {
              "rollout": {
                "candidate": "on", "baseline": "off",
                "stages": [ { "name": "half", "percent": 50, "dwell": "30d" }, { "name": "all", "percent": 100 } ],
                "guards": [ { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 } } ]
              }
            }
          }
        }
        """u8;

    /// <summary>Makes a document of constant flags.</summary>
    public static byte[] ConstantFlags(int flags)
    {
        var json = new StringBuilder("{ \"schemaVersion\": 1, \"flags\": {");
        for (int i = 0; i < flags; i++)
        {
            json.Append(i == 0 ? "" : ",").Append('"').Append(FlagName(i)).Append("\": { \"otherwise\": { \"serve\": \"on\" } }");
        }

        return Encoding.UTF8.GetBytes(json.Append("} }").ToString());
    }

    public static string FlagName(int number) => $"area-{number % 97}.feature-{number:D6}";

    /// <summary>Makes a document with one flag of that many rules, the last of which matches every subject with attributes.</summary>
    public static byte[] ManyRules(int rules)
    {
        var json = new StringBuilder("{ \"schemaVersion\": 1, \"flags\": { \"growing\": { \"rules\": [");
        for (int i = 1; i < rules; i++)
        {
            json.Append("{ \"when\": { \"attribute\": \"plan\", \"in\": [\"plan-").Append(i).Append("\"] }, \"serve\": \"off\" },");
        }

        json.Append("{ \"when\": { \"attribute\": \"plan\", \"in\": [\"free\", \"team\"] }, \"serve\": \"on\" }] } } }");
        return Encoding.UTF8.GetBytes(json.ToString());
    }

    /// <summary>Makes a document with one flag that is on for every second of twice as many subjects as the list has entries.</summary>
    public static byte[] LongList(int entries)
    {
        var json = new StringBuilder("{ \"schemaVersion\": 1, \"flags\": { \"growing\": { \"rules\": [ { \"when\": { \"attribute\": \"targetingKey\", \"in\": [");
        for (int i = 0; i < entries; i++)
        {
            json.Append(i == 0 ? "\"" : ",\"").Append(Subjects.Id(2 * i)).Append('"');
        }

        return Encoding.UTF8.GetBytes(json.Append("] }, \"serve\": \"on\" } ] } } }").ToString());
    }
}
