namespace ModularRollout.Tests.Snapshots;

/// <summary>What refers to what: segments and prerequisites that are unknown or go in circles, layers over layers, and what is used again.</summary>
public sealed class SnapshotLinkerTests
{
    [Fact]
    public void Publish_UnknownSegment_SaysWhereAndSuggests()
    {
        string[] found = Publishing.Refused(
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
        Publishing.Refused("""{ "segments": { "x": { "not":           { "segment": "qqqqqqqq" } } }, "flags": { "f": { "rules": [ { "when": { "segment": "x" }, "serve": "on" } ] } } }"""));

    [Fact]
    public void Publish_SeveralUnknownSegments_TellsEach() => Assert.Equal(
        [
            "layer0(1,53): error MR1501 flags.f.rules[0].when.all[0]: There is no segment 'xx'; define it under `segments` in this or another layer.",
            "layer0(1,74): error MR1501 flags.f.rules[0].when.all[1]: There is no segment 'yy'; define it under `segments` in this or another layer.",
        ],
        Publishing.Refused("""{ "flags": { "f": { "rules": [ { "when": { "all": [ { "segment": "xx" }, { "segment": "yy" } ] }, "serve": "on" } ] } } }"""));

    [Fact]
    public void Publish_SegmentsInACircle_PrintsTheCircle() => Assert.Equal(
        ["layer0(1,17): error MR1502 segments.a: The segments a → b → c → a refer to each other in a circle; take one reference out."],
        Publishing.Refused("""{ "segments": { "a": { "segment": "b" }, "b": { "not": { "segment": "c" } }, "c": { "any": [ { "segment": "a" }, { "attribute": "x", "exists": true } ] } } }"""));

    [Fact]
    public void Publish_SegmentOfItself_PrintsTheCircle() => Assert.Equal(
        ["layer0(1,58): error MR1502 segments.b: The segments b → b refer to each other in a circle; take one reference out."],
        Publishing.Refused("""{ "segments": { "a": { "segment": "b" },                 "b": { "segment": "b" } }, "flags": { "f": { "rules": [ { "when": { "segment": "a" }, "serve": "on" } ] } } }"""));

    [Fact]
    public void Publish_UnknownPrerequisite_SaysWhereAndSuggests() => Assert.Equal(
        [
            "layer0(1,59): error MR1503 flags.a.requires[0]: There is no flag 'paymentsv3' to require; did you mean 'payments.v3'? Else define it in this or another layer.",
            "layer0(1,99): error MR1503 flags.a.requires[1]: There is no flag 'zzz' to require; define it in this or another layer.",
        ],
        Publishing.Refused("""{ "flags": { "payments.v3": {}, "a": { "requires": [      { "flag": "paymentsv3", "is": ["on"] }, { "flag": "zzz", "is": ["on"] } ] } } }"""));

    [Fact]
    public void Publish_UnknownRequiredVariant_SaysWhichThereAre() => Assert.Equal(
        ["layer0(1,96): error MR1504 flags.a.requires[0]: The required flag 'b' has no variant 'gren'; did you mean 'green'? Else its variants are red, green."],
        Publishing.Refused("""{ "flags": { "b": { "variants": { "red": 1, "green": 2 }, "off": "red" }, "a": { "requires": [ { "flag": "b", "is": ["red", "gren"] } ] } } }"""));

    [Fact]
    public void Publish_PrerequisitesInACircle_PrintsTheCircle() => Assert.Equal(
        ["layer0(1,14): error MR1505 flags.a: The flags a → b → a require each other in a circle; take one prerequisite out."],
        Publishing.Refused("""{ "flags": { "a": { "requires": [ { "flag": "b", "is": ["on"] } ] }, "b": { "requires": [ { "flag": "a", "is": ["on"] } ] } } }"""));

    [Fact]
    public void Publish_CircleNotThroughTheFirst_PrintsTheCircleAlone() => Assert.Contains(
        "The flags b → c → b require each other in a circle",
        Assert.Single(Publishing.Refused("""
            { "flags": { "a": { "requires": [ { "flag": "b", "is": ["on"] } ] }, "b": { "requires": [ { "flag": "c", "is": ["on"] } ] },
                         "c": { "requires": [ { "flag": "b", "is": ["on"] } ] } } }
            """)),
        StringComparison.Ordinal);

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
}
