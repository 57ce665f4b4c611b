using System.Text;

namespace ModularRollout.Benchmarks;

/// <summary>Generates documents as real ones are, about 400 bytes a flag, the same on every machine.</summary>
/// <remarks>Of ten flags four are constant, three are a percentage, two have one rule and a percentage, one has three rules and string variants. All have governance.</remarks>
public static class RealisticDocument
{
    private static readonly string[] s_teams = ["team-checkout", "team-search", "team-payments", "team-identity", "team-growth"];
    private static readonly string[] s_countries = ["CH", "AT", "DE", "FR", "IT", "ES", "PT", "SE"];

    public static byte[] Make(int flags, int changed = -1)
    {
        var json = new StringBuilder(flags * 420).Append("{\n\"schemaVersion\": 1,\n\"flags\": {\n");
        for (int i = 0; i < flags; i++)
        {
            json.Append(i == 0 ? "" : ",\n").Append('"').Append(Scenarios.FlagName(i)).Append("\": {");
            AppendGovernance(json, i);
            AppendBody(json, i, i == changed ? 99 : 5 * (1 + (i % 19)));
            json.Append(" }");
        }

        return Encoding.UTF8.GetBytes(json.Append("\n}\n}\n").ToString());
    }

    /// <summary>Makes such a document of which one flag has a rollout: that of <see cref="Scenarios.Rollout"/>.</summary>
    public static byte[] WithRollout(int flags)
    {
        const string Plan = """
            "rollout": { "rollout": { "candidate": "on", "baseline": "off", "maxAttempts": 1000, "stages": [ { "name": "half", "percent": 50, "dwell": "2h" } ] } },
            """;
        const string Flags = "\"flags\": {";
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Make(flags - 1)).Replace(Flags, Flags + Plan, StringComparison.Ordinal));
    }

    private static void AppendGovernance(StringBuilder json, int number)
    {
        string team = s_teams[number % s_teams.Length];
        json.Append("\n  \"description\": \"Step ").Append(number).Append(" in its new form.\",")
            .Append("\n  \"kind\": \"release\", \"owner\": \"").Append(team).Append("\", \"operators\": [\"sre-oncall\"],")
            .Append("\n  \"created\": \"2026-0").Append(1 + (number % 9)).Append("-01\", \"expires\": \"2029-02-01\",")
            .Append("\n  \"removalPlan\": \"Delete the old form once this is on for all.\",")
            .Append("\n  \"tags\": [\"step-").Append(number % 40).Append("\"],");
    }

    private static void AppendBody(StringBuilder json, int number, int percent)
    {
        switch (number % 10)
        {
            case 0 or 1 or 2 or 3:
                json.Append("\n  \"otherwise\": { \"serve\": \"").Append(percent < 50 ? "on" : "off").Append("\" }");
                break;
            case 4 or 5 or 6:
                json.Append("\n  \"otherwise\": ").Append(Share(percent));
                break;
            case 7 or 8:
                json.Append("\n  \"rules\": [ ").Append(Rule("home", "country", "in", Country(number), "\"serve\": \"on\"")).Append(" ],")
                    .Append("\n  \"otherwise\": ").Append(Share(percent));
                break;
            default:
                AppendVariants(json, number, percent);
                break;
        }
    }

    private static void AppendVariants(StringBuilder json, int number, int percent) => json
        .Append("\n  \"variants\": { \"classic\": \"layout-classic\", \"compact\": \"layout-compact\", \"wide\": \"layout-wide\" }, \"off\": \"classic\",")
        .Append("\n  \"rules\": [ ").Append(Rule("home", "country", "in", Country(number), "\"serve\": \"compact\"")).Append(",\n    ")
        .Append(Rule("paying", "plan", "in", "enterprise", "\"serve\": \"wide\"")).Append(",\n    ")
        .Append(Rule("staff", "email", "endsWith", "@shop.example", "\"split\": { \"weights\": { \"classic\": 50, \"wide\": 50 } }")).Append(" ],")
        .Append("\n  \"otherwise\": { \"split\": { \"weights\": { \"classic\": ").Append(100 - percent).Append(", \"compact\": ").Append(percent).Append(" } } }");

    private static string Country(int number) => s_countries[number / 10 % s_countries.Length];

    private static string Share(int percent) => $"{{ \"split\": {{ \"weights\": {{ \"on\": {percent}, \"off\": {100 - percent} }} }} }}";

    private static string Rule(string name, string attribute, string test, string text, string serve) =>
        $"{{ \"name\": \"{name}\", \"when\": {{ \"attribute\": \"{attribute}\", \"{test}\": [\"{text}\"] }}, {serve} }}";
}
