using System.Globalization;
using System.Text;

namespace ModularRollout.Benchmarks.Peers;

/// <summary>The same flags in Microsoft's schema.</summary>
internal static class FeatureManagementDocument
{
    public const string Scenarios =
        """
        {
          "feature_management": {
            "feature_flags": [
              { "id": "constant", "enabled": true },
              { "id": "split", "enabled": true, "telemetry": { "enabled": TELEMETRY }, "conditions": { "client_filters": [
                { "name": "Microsoft.Targeting", "parameters": { "Audience": { "DefaultRolloutPercentage": 50 } } } ] } },
              { "id": "rules", "enabled": true, "conditions": { "requirement_type": "Any", "client_filters": [
                { "name": "Country", "parameters": { "Values": ["CH", "AT", "LI"] } },
                { "name": "Plan", "parameters": { "Value": "enterprise" } },
                { "name": "EmailShare", "parameters": { "Suffix": "@shop.example", "Audience": { "DefaultRolloutPercentage": 20 } } } ] } },
              { "id": "variants", "enabled": true,
                "variants": [
                  { "name": "red", "configuration_value": "#d00000" },
                  { "name": "green", "configuration_value": "#00d000" },
                  { "name": "blue", "configuration_value": "#0000d0" } ],
                "allocation": { "default_when_enabled": "red", "seed": "variants", "percentile": [
                  { "variant": "red", "from": 0, "to": 50 },
                  { "variant": "green", "from": 50, "to": 80 },
                  { "variant": "blue", "from": 80, "to": 100 } ] } }
            ]
          }
        }
        """;

    /// <summary>Makes that many flags as configuration keys: of ten, four are constant and six are a percentage.</summary>
    public static Dictionary<string, string?> Flags(int count, bool constant)
    {
        var keys = new Dictionary<string, string?>(count * 4);
        for (int i = 0; i < count; i++)
        {
            string flag = string.Create(CultureInfo.InvariantCulture, $"feature_management:feature_flags:{i}:");
            keys[flag + "id"] = ModularRollout.Benchmarks.Scenarios.FlagName(i);
            keys[flag + "enabled"] = "true";
            if (!constant && i % 10 > 3)
            {
                keys[flag + "conditions:client_filters:0:name"] = "Microsoft.Targeting";
                keys[flag + "conditions:client_filters:0:parameters:Audience:DefaultRolloutPercentage"] = "50";
            }
        }

        return keys;
    }

    /// <summary>Makes the document of as many flags as the realistic one has.</summary>
    public static byte[] Make(int flags)
    {
        var json = new StringBuilder("{ \"feature_management\": { \"feature_flags\": [");
        for (int i = 0; i < flags; i++)
        {
            json.Append(i == 0 ? "" : ",\n").Append("{ \"id\": \"").Append(ModularRollout.Benchmarks.Scenarios.FlagName(i)).Append("\", \"enabled\": true");
            if (i % 10 > 3)
            {
                json.Append(", \"conditions\": { \"client_filters\": [ { \"name\": \"Microsoft.Targeting\",")
                    .Append(" \"parameters\": { \"Audience\": { \"DefaultRolloutPercentage\": 50 } } } ] }");
            }

            json.Append(" }");
        }

        return Encoding.UTF8.GetBytes(json.Append("] } }").ToString());
    }
}
