namespace ModularRollout.Tests.Snapshots;

/// <summary>What plans refer to: audiences, and the rollouts of other flags.</summary>
public sealed class SnapshotLinkerPlanTests
{
    [Fact]
    public void Publish_UnknownAudience_SaysWhere() => Assert.Equal(
        ["layer0(1,117): error MR1508 flags.f.rollout.stages[0]: There is no segment 'staff' for the rollout's audience; define it under `segments`."],
        Publishing.Refused("""{ "flags": { "f": { "otherwise": { "serve": "off" }, "rollout": { "candidate": "on", "baseline": "off", "stages": [ { "name": "ring", "audience": "staff" }, { "name": "all", "percent": 100 } ], "probes": ["smoke"] } } } }"""));

    [Fact]
    public void Publish_UnknownAudiences_TellsEach() => Assert.Equal(
        ["testers", "staff"],
        Publishing.Refused("""{ "flags": { "f": { "rollout": { "candidate": "on", "baseline": "off", "stages": [ { "name": "a", "audience": "testers" }, { "name": "b", "audience": "staff" }, { "name": "all", "percent": 100 } ], "probes": ["smoke"] } } } }""")
            .Select(static found => found.Split('\'')[1]));

    [Fact]
    public void Publish_SegmentOfAnAudience_IsUsed()
    {
        var publishing = new Publishing();

        publishing.Publish(out DefinitionDiagnostic[] diagnostics, """
            { "segments": { "staff": { "attribute": "a", "exists": true } },
              "flags": { "f": { "rollout": { "candidate": "on", "baseline": "off", "stages": [ { "name": "ring", "audience": "staff" } ], "probes": ["smoke"] } } } }
            """);

        Assert.Empty(diagnostics);
    }

    [Fact]
    public void Publish_RolloutsInACircle_PrintsTheCircle() => Assert.Equal(
        ["layer0(1,32): error MR1510 flags.b: The rollouts of b → c → b wait for each other in a circle, so none can start; take one `after` out."],
        Publishing.Refused($$"""{ "flags": { "d": {}, "e": {}, "b": {{After("e", "c", "d")}}, "a": {{After("b")}}, "c": {{After("d", "b")}} } }"""));

    [Fact]
    public void Publish_CircleWithTheFirstFlagOfTheDocument_PrintsTheCircle() => Assert.Equal(
        ["layer0(1,14): error MR1510 flags.a: The rollouts of a → b → a wait for each other in a circle, so none can start; take one `after` out."],
        Publishing.Refused($$"""{ "flags": { "a": {{After("b")}}, "b": {{After("a")}} } }"""));

    [Fact]
    public void Publish_TwoCirclesOfRollouts_PrintsBoth() => Assert.Equal(
        ["flags.b", "flags.d"],
        Publishing.Refused($$"""{ "flags": { "a": {{After("b", "d")}}, "b": {{After("c")}}, "c": {{After("b")}}, "d": {{After("e")}}, "e": {{After("d")}} } }""")
            .Select(static found => found.Split(' ')[3].TrimEnd(':')));

    [Fact]
    public void Publish_LongBacklogOfRollouts_IsNoError()
    {
        string flags = string.Join(", ", Enumerable.Range(0, 1_000).Select(static i => $$""" "f{{i}}": {{After($"f{i + 1}", $"f{Math.Min(i + 7, 1_000)}")}} """));

        new Publishing().Publish(out DefinitionDiagnostic[] diagnostics, $$"""{ "flags": { {{flags}}, "f1000": {} } }""");

        Assert.Empty(diagnostics);
    }

    [Fact]
    public void Publish_PlanNamesUnknownFlags_WarnsAndSuggests()
    {
        var publishing = new Publishing();
        publishing.Publish(out DefinitionDiagnostic[] diagnostics, $$"""
            { "flags": { "payments.v3": {},
              "f": {{After("paymentsv3", "payments.v3")[..^3]}}, "conflictsWith": ["zzz"] } } } }
            """);

        Assert.NotEqual(0, publishing.Current.Version);
        Assert.Equal(
            [
                "layer0(2,3): warning MR1511 flags.f: The plan's `after` names 'paymentsv3', and no layer defines that flag; did you mean 'payments.v3'? Else take it out.",
                "layer0(2,3): warning MR1511 flags.f: The plan's `conflictsWith` names 'zzz', and no layer defines that flag; take it out.",
            ],
            diagnostics.Select(static diagnostic => diagnostic.ToString()));
    }

    private static string After(params string[] flags) =>
        $$"""{ "rollout": { "candidate": "on", "baseline": "off", "stages": [ { "name": "all", "percent": 100 } ], "after": [ {{string.Join(", ", flags.Select(static flag => $"\"{flag}\""))}} ]} }""";
}
