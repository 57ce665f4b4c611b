using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>Flags that are deleted while their rollouts run, with what they refer to.</summary>
public sealed class DeletedDefinitionTests
{
    private const string Staff = """ "staff": { "attribute": "email", "endsWith": ["@shop.example"] } """;
    private const string Segments = Staff + """, "insiders": { "any": [ { "segment": "staff" }, { "attribute": "email", "in": ["eve@partner.example"] } ] }, "old-phones": { "attribute": "device", "in": ["phone-1"] } """;
    private const string Payments = """ "payments": { "owner": "shop", "otherwise": { "serve": "on" } } """;
    private const string Rule = """ "rules": [ { "name": "not on old phones", "when": { "segment": "old-phones" }, "serve": "off" } ], """;
    private const string Requires = """ "requires": [ { "flag": "payments", "is": ["on"] } ], """;

    private static readonly string s_flags = Payments + ", " + FlagOf(Rule + Requires);

    private static readonly EvaluationContext s_ada = Person("ada@shop.example", "phone-9");
    private static readonly EvaluationContext s_eve = Person("eve@partner.example", "phone-9");
    private static readonly EvaluationContext s_bob = Person("bob@shop.example", "phone-1");
    private static readonly EvaluationContext s_stranger = Person("s@elsewhere.example", "phone-9");

    [Fact]
    public async Task Publish_FlagIsDeletedWithAllItRefersTo_TheEditTakesEffectAndTheRingKeepsWhomItServed()
    {
        await using Site site = await Site.StartedAsync(s_flags, Segments);
        string before = Served(site);

        await site.EditAsync("");
        string atOnce = Served(site);
        await site.LookAsync();
        await site.EditAsync("");

        Assert.Equal(("ada eve", "ada eve", "ada eve"), (before, atOnce, Served(site)));
        Assert.Equal((RolloutStatus.Holding, RolloutHoldReason.FlagDeleted), (site.Progress.Status, site.Progress.HoldReason));
        Assert.Empty(site.Gate.Status.Reasons);
    }

    [Fact]
    public async Task Restart_FlagIsDeletedWithAllItRefersTo_EveryProcessServesWhomTheRingServed()
    {
        await using Site site = await Site.StartedAsync(s_flags, Segments);
        await site.EditAsync("");
        await site.LookAsync();
        string hash = site.Gate.Current.ContentHash;

        await site.RestartAsync();
        await site.LookAsync();
        (string, string) controller = (Served(site), site.Gate.Current.ContentHash);
        await site.StartAsync();
        bool follows = !site.Gate.Rollouts.IsControlling;
        await site.EditAsync("");

        Assert.True(follows);
        Assert.Equal(("ada eve", hash), controller);
        Assert.Equal(("ada eve", hash), (Served(site), hash));
        Assert.Empty(site.Gate.Status.Reasons);
    }

    [Fact]
    public async Task Restart_FlagWasDeletedWhileNothingRan_TheRingKeepsWhomItServed()
    {
        await using Site site = await Site.StartedAsync(s_flags, Segments);
        await site.StopAsync();
        await site.WriteAsync("");

        await site.StartAsync();

        Assert.Equal("ada eve", Served(site));
        await site.Gate.Rollouts.RollBackAsync(Site.Flag, "ada", "done");
        Assert.Equal("", Served(site));
        await site.EditAsync("");
    }

    [Fact]
    public async Task Publish_PlanIsTakenOutWithItsAudience_TheRingKeepsWhomItServedAndTheRestIsFree()
    {
        await using Site site = await Site.StartedAsync(s_flags, Segments);

        await site.EditAsync($$""" "{{Site.Flag}}": { "owner": "shop", "targets": { "off": ["eve@partner.example"] } } """);
        string atOnce = Served(site);
        await site.LookAsync();
        await site.RestartAsync();

        // The rule and the requirement are gone from the document: nothing holds bob's old phone back any more.
        Assert.Equal(("ada bob", "ada bob"), (atOnce, Served(site)));
        Assert.Equal(RolloutStatus.Holding, site.Progress.Status);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Publish_NarrowedBeforeItWasDeleted_NobodyIsServedAnew(bool isLookedAt, bool isRestarted)
    {
        await using Site site = await Site.StartedAsync(s_flags, Segments);
        await site.EditAsync(s_flags, Segments.Replace("eve@partner.example", "nobody", StringComparison.Ordinal));
        await (isLookedAt ? site.LookAsync() : Task.CompletedTask);

        await site.EditAsync("");
        await (isRestarted ? site.RestartAsync() : Task.CompletedTask);

        Assert.Equal("ada", Served(site));
        Assert.Equal(
            isLookedAt ? ["Edited while the attempt runs: segment `insiders`."] : [],
            site.Entries.Where(static entry => entry.Kind == RolloutEntryKind.Edit).Select(static entry => entry.Reason));
    }

    [Fact]
    public async Task Publish_FlagIsDeletedWithSomeOfWhatItRefersTo_TheRestIsKept()
    {
        await using Site site = await Site.StartedAsync(s_flags, Segments);

        await site.EditAsync(""" "other": { "owner": "shop" } """, """ "old-phones": { "attribute": "device", "in": ["phone-9"] } """);
        string narrowed = Served(site);
        await site.EditAsync("", Staff);

        // Whom the document's segment takes out is taken out, and all else is as it was in force last.
        Assert.Equal(("bob", "bob"), (narrowed, Served(site)));
        Assert.Empty(site.Gate.Status.Reasons);
    }

    [Fact]
    public async Task Publish_FlagIsDeletedAndItsSegmentNarrowed_WhatIsKeptHidesNoSegmentOfTheDocument()
    {
        await using Site site = await Site.StartedAsync(s_flags, Segments);

        await site.EditAsync(Payments, Segments.Replace("eve@partner.example", "nobody", StringComparison.Ordinal));

        Assert.Equal("ada", Served(site));
    }

    [Fact]
    public async Task Publish_DisabledBeforeItWasDeleted_StaysDisabled()
    {
        await using Site site = await Site.StartedAsync(s_flags, Segments);
        await site.EditAsync(Payments + ", " + FlagOf(""" "enabled": false, """ + Rule + Requires), Segments);
        await site.LookAsync();

        await site.EditAsync("");
        string atOnce = Served(site);
        await site.RestartAsync();

        Assert.Equal(("", ""), (atOnce, Served(site)));
        Assert.Equal(DecisionReason.Disabled, site.Gate.Decide(Site.Flag, s_ada).Reason);
    }

    [Fact]
    public async Task Publish_VariantsThatDoNotFitAndASwitchOff_IsSwitchedOff()
    {
        await using Site site = await Site.StartedAsync(s_flags, Segments);

        await site.EditAsync($$""" "{{Site.Flag}}": { "owner": "shop", "enabled": false, "variants": { "fast": 1, "slow": 2 }, "off": "slow", "targets": { "fast": ["x"] } } """);

        Assert.Equal(("", "off"), (Served(site), site.Gate.Decide(Site.Flag, s_ada).Variant));
    }

    [Fact]
    public async Task Publish_SegmentIsDeletedButTheFlagIsNot_IsRefused()
    {
        await using Site site = await Site.StartedAsync(s_flags, Segments);

        string error = await site.RefusedAsync(s_flags, Staff);
        await site.EditAsync(s_flags, Segments);

        Assert.Contains("There is no segment 'old-phones'", error, StringComparison.Ordinal);
        Assert.Equal("ada eve", Served(site));
        Assert.DoesNotContain(site.Entries, static entry => entry.Kind == RolloutEntryKind.Edit);
    }

    [Fact]
    public async Task Restart_JournalDoesNotSayWhatIsKept_TheRingContainsNobodyAndSaysSo()
    {
        await using Site site = await Site.StartedAsync(Payments + ", " + FlagOf(Requires), Segments);
        await site.StopAsync();
        await site.ForgetWhatIsKeptAsync();
        await site.WriteAsync(Payments);

        await site.StartAsync();
        string without = Served(site);
        string told = Assert.Single(site.Gate.Status.Reasons);
        await site.EditAsync(Payments, Segments);

        Assert.Equal(("", "ada bob eve"), (without, Served(site)));
        Assert.Contains($"warning MR1512 flags.{Site.Flag}: The running rollout of '{Site.Flag}' exposes the audience 'insiders', which is defined nowhere any more", told, StringComparison.Ordinal);
        Assert.Empty(site.Gate.Status.Reasons);
    }

    [Theory]
    [InlineData(Rule, "old-phones")]
    [InlineData(Requires, "payments")]
    public async Task Restart_NobodyKnowsWhatTheRulesRefersTo_EverybodyGetsTheBaselineAndEditsTakeEffect(string refers, string gone)
    {
        await using Site site = await Site.StartedAsync(Payments + ", " + FlagOf(refers), Segments);
        await site.StopAsync();
        await site.ForgetWhatIsKeptAsync();
        await site.WriteAsync("");

        await site.StartAsync();
        await site.LookAsync();
        await site.EditAsync("");

        Assert.Equal("", Served(site));
        Assert.Equal(("off", DecisionReason.Default), (site.Gate.Decide(Site.Flag, s_ada).Variant, site.Gate.Decide(Site.Flag, s_ada).Reason));
        Assert.Contains($"names '{gone}', which is defined nowhere any more, so everybody gets its baseline", Assert.Single(site.Gate.Status.Reasons), StringComparison.Ordinal);
        Assert.Equal(SumOf(site.Gate.Current.Content), site.Gate.Current.Content.DefinitionsHash);
        await site.EditAsync(Payments, Segments);
        Assert.Equal(refers == Rule ? "ada eve" : "ada bob eve", Served(site));
    }

    [Fact]
    public async Task Restart_JournalDoesNotSayWhatIsKept_SaysItFromNowOn()
    {
        await using Site site = await Site.StartedAsync(s_flags, Segments);
        await site.StopAsync();
        await site.ForgetWhatIsKeptAsync();
        await site.StartAsync();
        await site.LookAsync();
        await site.StopAsync();
        await site.WriteAsync("");

        await site.StartAsync();

        Assert.Equal("ada eve", Served(site));
        Assert.Single(site.Entries, static entry => entry.Kind == RolloutEntryKind.Edit);
    }

    [Fact]
    public async Task Restart_AudienceBecameTooLongToBeKept_ServesItUntilTheRestart()
    {
        string ids = string.Join(", ", Enumerable.Range(0, 20_000).Select(static i => $"\"user-{i}@shop.example\""));
        await using Site site = await Site.StartedAsync(FlagOf(""), Segments);
        await site.EditAsync(FlagOf(""), Segments.Replace("\"eve@partner.example\"", ids, StringComparison.Ordinal));
        await site.LookAsync();
        await site.LookAsync();

        await site.EditAsync("");
        await site.LookAsync();
        string deleted = Served(site);
        await site.RestartAsync();

        Assert.Equal(("ada bob", ""), (deleted, Served(site)));
        Assert.Contains("MR1512", Assert.Single(site.Gate.Status.Reasons), StringComparison.Ordinal);
        RolloutJournalEntry edit = Assert.Single(site.Entries, static entry => entry.Kind == RolloutEntryKind.Edit);
        Assert.Equal(("The flag, and what it refers to, has become longer than 262144 characters: the journal does not keep it.", ""), (edit.Reason, edit.Kept));
        Assert.All(site.Entries, static entry => Assert.InRange(entry.ToJson().Length, 1, 10_000));
    }

    [Fact]
    public async Task Publish_WhatIsKeptDoesNotFitTheOthers_EverybodyGetsTheBaselineAndTheEditTakesEffect()
    {
        await using Site site = await Site.StartedAsync(s_flags, Segments);
        string chain = string.Concat(Enumerable.Range(0, 32).Select(static i => $$""", "c{{i}}": { "owner": "shop", "requires": [ { "flag": "c{{i + 1}}", "is": ["on"] } ] }"""));

        // By itself the chain is as long as it may be; what is kept makes it longer by one.
        await site.EditAsync(Payments.Replace("\"owner\"", """ "requires": [ { "flag": "c0", "is": ["on"] } ], "owner" """, StringComparison.Ordinal)
            + chain[..chain.IndexOf(", \"c31\"", StringComparison.Ordinal)] + """, "c31": { "owner": "shop" } """);

        Assert.Equal("", Served(site));
        Assert.Contains("does not fit the other definitions, so everybody gets its baseline. References are followed more than 32 deep", Assert.Single(site.Gate.Status.Reasons), StringComparison.Ordinal);
        await site.EditAsync(Payments);
        Assert.Equal("ada eve", Served(site));
    }

    private static UInt128 SumOf(SnapshotContent content)
    {
        UInt128 sum = 0;
        Array.ForEach(content.Flags, flag => sum += flag is null ? 0 : ContentHash.OfDefinition('f', flag.Name, flag.Hash));
        Array.ForEach(content.Segments, segment => sum += segment is null ? 0 : ContentHash.OfDefinition('s', segment.Name, segment.Hash));
        return sum;
    }

    private static EvaluationContext Person(string email, string device) => EvaluationContext.For(email).With("email", email).With("device", device).Build();

    private static string FlagOf(string more) => $$"""
        "{{Site.Flag}}": { "owner": "shop", {{more}}
          "rollout": { "candidate": "on", "baseline": "off", "stages": [ { "name": "ring", "audience": "insiders", "dwell": "1h" } ],
                       "guards": [ { "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.01 } } ] } }
        """;

    private static string Served(Site site) => string.Join(' ', new (string Name, EvaluationContext Context)[] { ("ada", s_ada), ("bob", s_bob), ("eve", s_eve), ("stranger", s_stranger) }
        .Where(person => site.Gate.IsEnabled(Site.Flag, person.Context)).Select(static person => person.Name));
}
