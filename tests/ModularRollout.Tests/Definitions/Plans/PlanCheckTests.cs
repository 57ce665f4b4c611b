namespace ModularRollout.Tests.Definitions.Plans;

/// <summary>What is told of plans whose parts do not go together.</summary>
public sealed class PlanCheckTests
{
    [Fact]
    public void Read_PlanWithEverything_TellsNothing() => Assert.Empty(PlanText.Told(
        """
          "by": "targetingKey", "start": "manual", "hypothesis": "The one-page checkout loses no order and is not slower.",
          "after": ["payments.v3"], "conflictsWith": ["checkout.old-form-experiment"], "measure": "switch",
          "stages": [
            { "name": "staff", "audience": "staff", "dwell": "1h" },
            { "name": "canary", "percent": 1, "dwell": "30m", "minSubjects": 500 },
            { "name": "quarter", "percent": 25, "dwell": "2h", "minSubjects": 5000, "approval": { "from": ["product", "security"], "count": 2 } },
            { "name": "half", "percent": 50, "dwell": "2h", "lastDrill": "30d" },
            { "name": "full", "percent": 100, "dwell": "24h", "holdbackPercent": 1 }
          ],
          "guards": [
            { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 } },
            { "name": "latency", "events": "slow", "noMoreThan": { "timesBaseline": 1.0 } },
            { "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.005 } },
            { "name": "slowest", "events": { "slowerThan": "800ms" }, "noMoreThan": { "rate": 0.01 }, "per": "outcome" },
            { "name": "orders", "events": { "custom": "order-lost" }, "noMoreThan": { "timesBaseline": 1.0 }, "onBreach": "hold", "prove": { "timesBaseline": 1.25 } },
            { "name": "trial", "events": { "custom": "bounce" }, "noMoreThan": { "timesBaseline": 1.2 }, "dryRun": true }
          ],
          "falseRollback": 0.01, "falseAdvance": 0.05, "minOutcomes": 100, "settle": "60s", "window": "72h", "onWindowEnd": "hold",
          "maxBlind": "15m", "onBlind": "hold", "onBreach": "rollback",
          "changeHours": { "days": ["Mon", "Tue", "Wed", "Thu"], "from": "09:00", "to": "16:00", "timeZone": "Europe/Zurich" },
          "probes": ["checkout-smoke"], "reportBy": ["country", "plan"], "restart": "newBuckets", "maxAttempts": 3, "escalateTo": ["sre-oncall"]
        """));

    [Theory]
    [InlineData(""" "targetingKey" """, "error MR1027 .reportBy[0]: `targetingKey` has too many values to report by, and might tell who a subject is; name attributes with few values, such as `country`.")]
    [InlineData(""" "a","$now" """, "error MR1027 .reportBy[1]: `$now` has too many values to report by, and might tell who a subject is; name attributes with few values, such as `country`.")]
    [InlineData(""" "a","b","a" """, "error MR1027 .reportBy[2]: `a` stands there twice; once is enough.")]
    [InlineData(""" "a","b","c","d","e","f","g","h" """)]
    [InlineData(""" "a","b","c","d","e","f","g","h","i","j" """, "error MR1009 .reportBy[8]: The plan has more than 8 attributes to report by, which is the limit.")]
    public void Read_ReportBy_NamesFewAttributesThatTellNobody(string attributes, params string[] expected) =>
        Assert.Equal(expected, PlanText.Told(PlanText.OneStage + $",\"reportBy\":[{attributes}]"));

    [Theory]
    [InlineData("2h", "1h", "error MR1027 .stages[0].dwell: The dwell of 2h is never reached: the stage's window ends after 1h; shorten the one or lengthen the other.")]
    [InlineData("90m", "1h", "error MR1027 .stages[0].dwell: The dwell of 90m is never reached: the stage's window ends after 1h; shorten the one or lengthen the other.")]
    [InlineData("1500ms", "1000ms", "error MR1027 .stages[0].dwell: The dwell of 1500ms is never reached: the stage's window ends after 1s; shorten the one or lengthen the other.")]
    [InlineData("1h", "60m")]
    [InlineData("1h", "2d")]
    public void Read_DwellBeyondTheStagesWindow_IsNeverReached(string dwell, string window, params string[] expected) =>
        Assert.Equal(expected, PlanText.Told($$$""" "stages":[{"name":"a","percent":50,"dwell":"{{{dwell}}}","window":"{{{window}}}"}],"window":"1ms" """));

    [Fact]
    public void Read_DwellBeyondThePlansWindow_IsNeverReached()
    {
        const string Stages = """ "stages":[{"name":"a","percent":50,"dwell":"2h","window":"3h"},{"name":"b","percent":60,"dwell":"2h"},{"name":"c","percent":70,"dwell":"1h"}],"window":"1h" """;

        Assert.Equal(
            ["error MR1027 .stages[1].dwell: The dwell of 2h is never reached: the stage's window ends after 1h; shorten the one or lengthen the other."],
            PlanText.Told(Stages));
        Assert.Empty(PlanText.Told(Stages + ""","changeHours":{"from":"09:00","to":"16:00"}""")); // closed hours are no part of the window
    }

    [Theory]
    [InlineData(PlanText.Comparison, "30s", "", "warning MR1108 .stages[0].dwell: The dwell of 30s is over before an outcome has settled, which takes 1m; lengthen the dwell or shorten `settle`.")]
    [InlineData(PlanText.Comparison, "1m", ",\"settle\":\"2m\"", "warning MR1108 .stages[0].dwell: The dwell of 1m is over before an outcome has settled, which takes 2m; lengthen the dwell or shorten `settle`.")]
    [InlineData(PlanText.Comparison, "1m", "")]
    [InlineData(PlanText.Comparison, "0s", "")]
    [InlineData("", "30s", "")]
    public void Read_DwellShorterThanSettle_IsDoubtful(string guard, string dwell, string rest, params string[] expected) =>
        Assert.Equal(expected, PlanText.Told($$$""" "stages":[{"name":"a","percent":50,"dwell":"{{{dwell}}}"}],"guards":[{{{guard}}}]{{{rest}}}"""));

    [Theory]
    [InlineData(
        """ "after":["g","f"],"conflictsWith":["f"] """,
        "error MR1027 .after[1]: `f` is the flag itself, which `after` cannot name; name another.",
        "error MR1027 .conflictsWith[0]: `f` is the flag itself, which `conflictsWith` cannot name; name another.",
        "error MR1016 .conflictsWith[0]: `f` stands in `after` too: a rollout that must have completed is no conflict; keep one of them.")]
    [InlineData(
        """ "conflictsWith":["h","g"],"after":["g"] """,
        "error MR1016 .conflictsWith[1]: `g` stands in `after` too: a rollout that must have completed is no conflict; keep one of them.")]
    [InlineData(""" "after":["g"],"conflictsWith":["h"] """)]
    [InlineData(""" "after":[""],"conflictsWith":[1] """,
        "error MR1004 .after[0]: The value is an empty string; write some text.",
        "error MR1004 .conflictsWith[0]: The value is 1; write a string.")]
    public void Read_NamedFlags_TellsWhatContradicts(string flags, params string[] expected) => Assert.Equal(expected, PlanText.Told($"{PlanText.OneStage},{flags}"));

    [Theory]
    [InlineData(
        """{"from":"09:00","to":"09:00"}""",
        "error MR1027 .changeHours: The change hours begin and end at 09:00, so they are never open; write two times that differ.")]
    [InlineData(
        """{"from":"09:00","to":"16:00","days":[]}""",
        "error MR1015 .changeHours.days: The list is empty, so exposure could never rise; name a day, or leave `days` out.")]
    [InlineData(
        """{"from":"09:00","to":"16:00","timeZone":"Europe/Zuerich"}""",
        "error MR1006 .changeHours.timeZone: \"Europe/Zuerich\" is not a time zone this system knows; write an IANA name, such as \"Europe/Zurich\".")]
    [InlineData(
        """{"from":"09:00","to":"16:00","timeZone":"../../../../etc/localtime"}""",
        "error MR1006 .changeHours.timeZone: \"../../../../etc/localtime\" is not a time zone this system knows; write an IANA name, such as \"Europe/Zurich\".")]
    [InlineData(
        """{"from":"09:00","to":"16:00","timeZone":"/dev/zero"}""",
        "error MR1006 .changeHours.timeZone: \"/dev/zero\" is not a time zone this system knows; write an IANA name, such as \"Europe/Zurich\".")]
    [InlineData("""{"from":"09:00","to":"16:00","timeZone":""}""", "error MR1004 .changeHours.timeZone: The value is an empty string; write some text.")]
    [InlineData("""{"from":"22:00","to":"04:00","timeZone":"America/Argentina/Buenos_Aires","days":["Fri"]}""")]
    [InlineData("""{"from":"22:00","to":"04:00","timeZone":"Etc/GMT+1"}""")]
    public void Read_ChangeHours_TellsWhatNeverOpens(string hours, params string[] expected) => Assert.Equal(expected, PlanText.Told($"{PlanText.OneStage},\"changeHours\":{hours}"));

    [Fact]
    public void Read_EmptyLists_MeanNothing() =>
        Assert.Empty(PlanText.Told(PlanText.OneStage + ""","guards":[],"after":[],"conflictsWith":[],"probes":[],"reportBy":[],"escalateTo":[]"""));
}
