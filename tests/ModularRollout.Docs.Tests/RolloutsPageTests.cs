using System.Collections;
using System.Globalization;
using System.Text;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Docs.Tests;

/// <summary>The plan reference of docs/rollouts.md says what the grammar takes and what the model makes of a plan that says nothing.</summary>
public sealed class RolloutsPageTests
{
    private static readonly DocumentationPage s_page = DocumentationPage.Open("docs/rollouts.md");

    private static readonly RolloutPlan s_plan = RolloutPlan.Parse("f", Encoding.UTF8.GetBytes(
        """
        {
          "candidate": "on", "baseline": "off", "changeHours": { "from": "09:00", "to": "16:00" },
          "stages": [ { "name": "all", "percent": 100, "approval": { "from": ["x"] } } ],
          "guards": [ { "name": "c", "events": "errors", "noMoreThan": { "timesBaseline": 2 }, "prove": {} }, { "name": "b", "events": "errors", "noMoreThan": { "rate": 0.1 }, "prove": {} } ]
        }
        """));

    [Theory]
    [InlineData("The plan", "rollout")]
    [InlineData("A stage", "stage")]
    [InlineData("An approval", "approval")]
    [InlineData("A guard", "guard")]
    [InlineData("An event", "event")]
    [InlineData("A limit, and a proof", "limit")]
    [InlineData("A limit, and a proof", "proof")]
    [InlineData("Change hours", "changeHours")]
    public void Reference_Properties_AreThoseOfTheGrammar(string heading, string definition)
    {
        IEnumerable<string> listed = Rows(heading).Select(static row => $"{row[0]}: {row[1]}, {(row[2] == "needed" ? "needed" : "not needed")}");

        Assert.Equal(PlanSchema.Of(definition).Select(static property => $"`{property.Name}`: {property.Type}, {(property.IsNeeded ? "needed" : "not needed")}"), listed);
    }

    [Theory]
    [InlineData("The plan", typeof(RolloutPlan))]
    [InlineData("A stage", typeof(RolloutStage))]
    [InlineData("An approval", typeof(RolloutApproval))]
    [InlineData("A guard", typeof(RolloutGuard))]
    public void Reference_Defaults_AreThoseOfTheModel(string heading, Type type)
    {
        foreach (string[] row in Rows(heading).Where(static row => row[2] != "needed"))
        {
            string property = row[0].Trim('`');
            Assert.True(IsDefault(type, property, row[2]), $"{heading}: the default of {property} is not {row[2]}.");
        }
    }

    [Fact]
    public void Reference_DefaultsOfChangeHours_AreThoseOfTheModel()
    {
        Dictionary<string, string> defaults = Rows("Change hours").ToDictionary(static row => row[0], static row => row[2]);

        Assert.Equal(("every day", 7), (defaults["`days`"], s_plan.ChangeHours!.Days.Distinct().Count()));
        Assert.Equal($"`{s_plan.ChangeHours.TimeZone.Id}`", defaults["`timeZone`"]);
    }

    [Fact]
    public void Reference_DefaultsOfAProof_AreThoseOfTheModel()
    {
        string[][] rows = Rows("A limit, and a proof");

        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"`{s_plan.Guards[0].Prove!.TimesBaseline}`"), rows[0][3]);
        Assert.Equal(("the guard's own", .1), (rows[1][3], s_plan.Guards[1].Prove!.Rate));
    }

    private static string[][] Rows(string heading)
    {
        string section = s_page.Text.Split($"\n### {heading}\n", 2)[1].Split("\n#", 2)[0];
        return [.. section.Split('\n').Where(static line => line.StartsWith("| `", StringComparison.Ordinal)).Select(static line => line.Split('|')[1..^1].Select(static cell => cell.Trim()).ToArray())];
    }

    private static bool IsDefault(Type type, string property, string told)
    {
        // What the reference plan has to say for the sake of others, and where the model has another form.
        switch (type.Name, property)
        {
            case (nameof(RolloutPlan), "by"):
                return told == "`targetingKey`" && s_plan.By is null;
            case (nameof(RolloutPlan), "changeHours" or "guards") or (nameof(RolloutStage), "audience" or "percent" or "approval") or (nameof(RolloutGuard), "prove"):
                return told == "none";
            case (nameof(RolloutStage), "window" or "onWindowEnd") or (nameof(RolloutGuard), "onBreach"):
                return told == "the plan's" && Equals(ValueOf(type, property), ValueOf(typeof(RolloutPlan), property));
            case (nameof(RolloutGuard), "dryRun"):
                return told == "`false`" && !s_plan.Guards[0].IsDryRun;
            default:
                return Matches(ValueOf(type, property), told);
        }
    }

    private static object? ValueOf(Type type, string property)
    {
        object from = type.Name switch
        {
            nameof(RolloutPlan) => s_plan,
            nameof(RolloutStage) => s_plan.Stages[0],
            nameof(RolloutApproval) => s_plan.Stages[0].Approval!,
            _ => s_plan.Guards[0],
        };
        return type.GetProperty(char.ToUpperInvariant(property[0]) + property[1..])!.GetValue(from);
    }

    private static bool Matches(object? value, string told) => value switch
    {
        null => told == "none",
        TimeSpan duration => told.EndsWith("s`", StringComparison.Ordinal) ? told == $"`{duration.TotalSeconds}s`" : told == $"`{duration.TotalMinutes}m`",
        Enum word => told.Equals($"`{word}`", StringComparison.OrdinalIgnoreCase),
        ICollection list => told == "none" && list.Count == 0,
        _ => told == string.Create(CultureInfo.InvariantCulture, $"`{value}`"),
    };
}
