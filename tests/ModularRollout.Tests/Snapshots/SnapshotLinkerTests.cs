namespace ModularRollout.Tests.Snapshots;

public sealed class SnapshotLinkerTests
{
    [Fact]
    public void Publish_UnknownSegment_SaysWhereAndSuggests()
    {
        string[] found = Refused(
            """
            { "segments": { "staff": { "attribute": "a", "exists": true } },
              "flags": { "f": { "rules": [ { "when": { "segment": "staf" }, "serve": "on" } ] } } }
            """);

        Assert.Equal(
            [
                "layer0(2,42): error MR1501 flags.f.rules[0].when: There is no segment 'staf'; did you mean 'staff'? Else define it under `segments` in this or another layer.",
                "layer0(1,17): warning MR1509 segments.staff: Nothing refers to the segment 'staff'; use it or remove it.",
            ],
            found);
    }

    [Fact]
    public void Publish_UnknownSegmentUnlikeAnyOther_SuggestsNothing() => Assert.Equal(
        ["layer0(1,41): error MR1501 segments.x.not: There is no segment 'qqqqqqqq'; define it under `segments` in this or another layer."],
        Refused("""{ "segments": { "x": { "not":           { "segment": "qqqqqqqq" } } }, "flags": { "f": { "rules": [ { "when": { "segment": "x" }, "serve": "on" } ] } } }"""));

    [Fact]
    public void Publish_SegmentsInACircle_PrintsTheCircle() => Assert.Equal(
        ["layer0(1,17): error MR1502 segments.a: The segments a → b → c → a refer to each other in a circle; take one reference out."],
        Refused("""{ "segments": { "a": { "segment": "b" }, "b": { "not": { "segment": "c" } }, "c": { "any": [ { "segment": "a" }, { "attribute": "x", "exists": true } ] } } }"""));

    [Fact]
    public void Publish_SegmentOfItself_PrintsTheCircle() => Assert.Equal(
        ["layer0(1,58): error MR1502 segments.b: The segments b → b refer to each other in a circle; take one reference out."],
        Refused("""{ "segments": { "a": { "segment": "b" },                 "b": { "segment": "b" } }, "flags": { "f": { "rules": [ { "when": { "segment": "a" }, "serve": "on" } ] } } }"""));

    [Fact]
    public void Publish_UnknownPrerequisite_SaysWhereAndSuggests() => Assert.Equal(
        [
            "layer0(1,59): error MR1503 flags.a.requires[0]: There is no flag 'paymentsv3' to require; did you mean 'payments.v3'? Else define it in this or another layer.",
            "layer0(1,99): error MR1503 flags.a.requires[1]: There is no flag 'zzz' to require; define it in this or another layer.",
        ],
        Refused("""{ "flags": { "payments.v3": {}, "a": { "requires": [      { "flag": "paymentsv3", "is": ["on"] }, { "flag": "zzz", "is": ["on"] } ] } } }"""));

    [Fact]
    public void Publish_UnknownRequiredVariant_SaysWhichThereAre() => Assert.Equal(
        ["layer0(1,96): error MR1504 flags.a.requires[0]: The required flag 'b' has no variant 'gren'; did you mean 'green'? Else its variants are red, green."],
        Refused("""{ "flags": { "b": { "variants": { "red": 1, "green": 2 }, "off": "red" }, "a": { "requires": [ { "flag": "b", "is": ["red", "gren"] } ] } } }"""));

    [Fact]
    public void Publish_PrerequisitesInACircle_PrintsTheCircle() => Assert.Equal(
        ["layer0(1,14): error MR1505 flags.a: The flags a → b → a require each other in a circle; take one prerequisite out."],
        Refused("""{ "flags": { "a": { "requires": [ { "flag": "b", "is": ["on"] } ] }, "b": { "requires": [ { "flag": "a", "is": ["on"] } ] } } }"""));

    [Fact]
    public void Publish_CircleNotThroughTheFirst_PrintsTheCircleAlone() => Assert.Contains(
        "The flags b → c → b require each other in a circle",
        Assert.Single(Refused("""
            { "flags": { "a": { "requires": [ { "flag": "b", "is": ["on"] } ] }, "b": { "requires": [ { "flag": "c", "is": ["on"] } ] },
                         "c": { "requires": [ { "flag": "b", "is": ["on"] } ] } } }
            """)),
        StringComparison.Ordinal);

    [Fact]
    public void Publish_PrerequisitesAsDeepAsAllowed_AreLinked()
    {
        var publishing = new Publishing();

        Assert.NotNull(publishing.Publish(Chain(33)));
        Assert.True(publishing.Current.Decide("f00", A.Subject("u")).IsEnabled);
    }

    [Fact]
    public void Publish_PrerequisitesTooDeep_SaysFromWhere() => Assert.Equal(
        ["layer0(1,15): error MR1506 flags.f00: References are followed more than 32 deep from here; make the chain shorter."],
        Refused(Chain(34)));

    [Fact]
    public void Publish_DeepChainFollowedFromItsEnd_IsRefusedToo() => Assert.Contains(
        "error MR1506 flags.f00: References are followed more than 32 deep from here",
        Assert.Single(Refused(Chain(34, reversed: true))),
        StringComparison.Ordinal);

    [Fact]
    public void Publish_SegmentsTooDeep_SaysFromWhere()
    {
        string segments = string.Join(", ", Enumerable.Range(0, 33).Select(static i => $$""" "s{{i:00}}": { "segment": "s{{i + 1:00}}" } """));
        string document = $$"""{ "segments": { {{segments}}, "s33": { "attribute": "a", "exists": true } }, "flags": { "f": { "rules": [ { "when": { "segment": "s00" }, "serve": "on" } ] } } }""";

        Assert.Contains("error MR1506 segments.s00: References are followed more than 32 deep from here", Assert.Single(Refused(document)), StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_PrerequisitesThatMultiply_AreRefusedByTheirCost()
    {
        // Each flag asks the next one twice: 2^20 tests for a document of a kilobyte.
        string flags = string.Join(", ", Enumerable.Range(0, 20).Select(static i =>
            $$""" "f{{i:00}}": { "requires": [ { "flag": "f{{i + 1:00}}", "is": ["on"] }, { "flag": "f{{i + 1:00}}", "is": ["on", "off"] } ] } """));
        string[] found = Refused($$"""{ "flags": { {{flags}}, "f20": { "rules": [ { "when": { "attribute": "a", "exists": true }, "serve": "on" } ] } } }""");

        Assert.Contains("error MR1507 flags.f03: One evaluation could ask 131072 tests; at most 100000 are allowed.", found[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_SegmentsThatMultiply_AreRefusedByTheirCost()
    {
        string segments = string.Join(", ", Enumerable.Range(0, 17).Select(static i =>
            $$""" "s{{i:00}}": { "all": [ { "segment": "s{{i + 1:00}}" }, { "segment": "s{{i + 1:00}}" } ] } """));
        string[] found = Refused($$"""{ "segments": { {{segments}}, "s17": { "attribute": "a", "exists": true } }, "flags": { "f": { "rules": [ { "when": { "segment": "s00" }, "serve": "on" } ] } } }""");

        Assert.StartsWith("layer0(", found[0], StringComparison.Ordinal);
        Assert.Contains("error MR1507 segments.s", found[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_AsManyTestsAsAllowed_IsLinked()
    {
        static string Document(int tests) => $$"""
            { "flags": { "f": { "rules": [ {{string.Join(", ", Enumerable.Repeat(Rule, tests / 101))}} ] } } }
            """;
        var publishing = new Publishing();

        Assert.NotNull(publishing.Publish(Document(101 * 990)));
        Assert.Null(publishing.Publish(out DefinitionDiagnostic[] found, Document(101 * 991)));
        Assert.Contains("One evaluation could ask 100091 tests", Assert.Single(found).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_UnknownAudience_SaysWhere() => Assert.Equal(
        ["layer0(1,117): error MR1508 flags.f.rollout.stages[0]: There is no segment 'staff' for the rollout's audience; define it under `segments`."],
        Refused("""{ "flags": { "f": { "otherwise": { "serve": "off" }, "rollout": { "candidate": "on", "baseline": "off", "stages": [ { "name": "ring", "audience": "staff" }, { "name": "all", "percent": 100 } ], "probes": ["smoke"] } } } }"""));

    [Fact]
    public void Publish_UnknownAudiences_TellsEach() => Assert.Equal(
        ["testers", "staff"],
        Refused("""{ "flags": { "f": { "rollout": { "candidate": "on", "baseline": "off", "stages": [ { "name": "a", "audience": "testers" }, { "name": "b", "audience": "staff" }, { "name": "all", "percent": 100 } ], "probes": ["smoke"] } } } }""")
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
        Refused($$"""{ "flags": { "d": {}, "e": {}, "b": {{After("e", "c", "d")}}, "a": {{After("b")}}, "c": {{After("d", "b")}} } }"""));

    [Fact]
    public void Publish_CircleWithTheFirstFlagOfTheDocument_PrintsTheCircle() => Assert.Equal(
        ["layer0(1,14): error MR1510 flags.a: The rollouts of a → b → a wait for each other in a circle, so none can start; take one `after` out."],
        Refused($$"""{ "flags": { "a": {{After("b")}}, "b": {{After("a")}} } }"""));

    [Fact]
    public void Publish_TwoCirclesOfRollouts_PrintsBoth() => Assert.Equal(
        ["flags.b", "flags.d"],
        Refused($$"""{ "flags": { "a": {{After("b", "d")}}, "b": {{After("c")}}, "c": {{After("b")}}, "d": {{After("e")}}, "e": {{After("d")}} } }""")
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

    [Fact]
    public void Publish_SeveralErrors_ReportsAllAndChangesNothing()
    {
        var publishing = new Publishing();
        publishing.Publish("""{ "flags": { "f": { "otherwise": { "serve": "on" } } } }""");
        FeatureSnapshot before = publishing.Current;

        string[]? changes = publishing.Publish(
            out DefinitionDiagnostic[] diagnostics,
            """{ "flags": { "f": { "requires": [ { "flag": "g", "is": ["on"] } ] }, "h": { "rules": [ { "when": { "segment": "s" }, "serve": "on" } ] } } }""");

        Assert.Null(changes);
        Assert.Same(before, publishing.Current);
        Assert.Equal(["MR1503", "MR1501"], diagnostics.Select(static diagnostic => diagnostic.Code));
        Assert.True(publishing.Current.Decide("f", default).IsEnabled);
    }

    [Fact]
    public void Publish_LaterLayer_ReplacesTheWholeFlagAndSegment()
    {
        var publishing = new Publishing();

        string[]? changes = publishing.Publish(
            out DefinitionDiagnostic[] diagnostics,
            """
            { "segments": { "s": { "attribute": "a", "in": ["x"] } },
              "flags": { "f": { "rules": [ { "when": { "segment": "s" }, "serve": "on" } ] }, "g": { "targets": { "on": ["u"] } } } }
            """,
            """{ "segments": { "s": { "attribute": "a", "in": ["y"] } }, "flags": { "g": {}, "h": {} } }""");

        Assert.Empty(diagnostics);
        Assert.Equal(["f Added", "g Added", "h Added"], changes!);
        Assert.False(publishing.Current.Decide("f", A.Subject("u", "a", "x")).IsEnabled);
        Assert.True(publishing.Current.Decide("f", A.Subject("u", "a", "y")).IsEnabled);
        Assert.False(publishing.Current.Decide("g", A.Subject("u")).IsEnabled);
        Assert.Equal(["f layer0", "g layer1", "h layer1"], publishing.Current.Flags.Select(static flag => $"{flag.Name} {flag.Layer}"));
        Assert.Equal("layer1", publishing.Current.Explain("g", default).Provider);
        Assert.Equal("layer0", publishing.Current.Explain("f", default).Provider);
    }

    [Fact]
    public void Publish_PrerequisiteInAnotherLayer_IsFound()
    {
        var publishing = new Publishing();

        publishing.Publish("""{ "flags": { "a": { "requires": [ { "flag": "b", "is": ["on"] } ], "otherwise": { "serve": "on" } } } }""", """{ "flags": { "b": { "targets": { "on": ["u"] } } } }""");

        Assert.True(publishing.Current.Decide("a", A.Subject("u")).IsEnabled);
        Assert.Equal(DecisionReason.PrerequisiteFailed, publishing.Current.Decide("a", A.Subject("v")).Reason);
    }

    [Fact]
    public void Publish_ReferencesLostLater_AreReportedWhereTheyStandNow()
    {
        const string Flag = """ "f": { "rules": [ { "when": { "segment": "s" }, "serve": "on" } ], "requires": [ { "flag": "g", "is": ["on"] } ] } """;
        var publishing = new Publishing();
        publishing.Publish($$"""{ "segments": { "s": { "attribute": "a", "exists": true } }, "flags": { "g": {}, {{Flag}} } }""");

        publishing.Publish(out DefinitionDiagnostic[] diagnostics, $$"""
            {

              "flags": {
            {{Flag}} } }
            """);

        Assert.Equal(["MR1501 flags.f.rules[0].when (4,30)", "MR1503 flags.f.requires[0] (4,83)"], diagnostics.Select(static d => $"{d.Code} {d.Path} ({d.Line},{d.Column})"));
    }

    [Fact]
    public void Publish_FlagThatIsGone_IsNotFoundAndItsPlaceKept()
    {
        var publishing = new Publishing();
        publishing.Publish("""{ "flags": { "a": {}, "b": { "otherwise": { "serve": "on" } } } }""");

        string[]? changes = publishing.Publish("""{ "flags": { "b": { "otherwise": { "serve": "on" } }, "c": {} } }""");

        Assert.Equal(["a Removed", "c Added"], changes!);
        Assert.Equal(DecisionError.FlagNotFound, publishing.Current.Decide("a", default).Error);
        Assert.Null(publishing.Current.Explain("a", default).Provider);
        Assert.True(publishing.Current.Decide("b", default).IsEnabled);
        Assert.Equal(["b", "c"], publishing.Current.Flags.Select(static flag => flag.Name));
    }

    [Fact]
    public void Publish_UnchangedFlag_IsUsedAgain()
    {
        var publishing = new Publishing();
        publishing.Publish("""{ "flags": { "a": { "targets": { "on": ["u"] } }, "b": { "targets": { "on": ["u"] } } } }""");
        object? a = publishing.Current.Find("a");

        publishing.Publish("""{ "flags": { "b": { "targets": { "on": ["v"] } }, "a": { "targets": { /* same */ "on": [ "u" ] } } } }""");

        Assert.Same(a, publishing.Current.Find("a"));
        Assert.True(publishing.Current.Decide("b", A.Subject("v")).IsEnabled);
    }

    private static readonly string Rule =
        $$"""{ "when": { "all": [ {{string.Join(", ", Enumerable.Repeat("""{ "attribute": "a", "exists": true }""", 100))}} ] }, "serve": "on" }""";

    private static string After(params string[] flags) =>
        $$"""{ "rollout": { "candidate": "on", "baseline": "off", "stages": [ { "name": "all", "percent": 100 } ], "after": [ {{string.Join(", ", flags.Select(static flag => $"\"{flag}\""))}} ]} }""";

    private static string Chain(int flags, bool reversed = false)
    {
        IEnumerable<string> chain = Enumerable.Range(0, flags - 1)
            .Select(static i => $$""" "f{{i:00}}": { "requires": [ { "flag": "f{{i + 1:00}}", "is": ["on"] } ], "otherwise": { "serve": "on" } } """)
            .Append($$""" "f{{flags - 1:00}}": { "targets": { "off": ["v"] }, "otherwise": { "serve": "on" } } """);
        return $$"""{ "flags": { {{string.Join(", ", reversed ? chain.Reverse() : chain)}} } }""";
    }

    private static string[] Refused(string document)
    {
        var publishing = new Publishing();
        Assert.Null(publishing.Publish(out DefinitionDiagnostic[] diagnostics, document));
        Assert.Equal(0, publishing.Current.Version);
        return [.. diagnostics.Select(static diagnostic => diagnostic.ToString())];
    }
}
