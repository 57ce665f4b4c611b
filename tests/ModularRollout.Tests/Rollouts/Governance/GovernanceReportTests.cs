using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using ModularRollout.Providers;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Governance;

namespace ModularRollout.Tests.Rollouts.Governance;

public sealed class GovernanceReportTests
{
    private const string Cared = """ "owner": "shop", "permanent": true """;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Govern_FlagThatNobodyAsksFor_IsFoundAfterAMonthOnly()
    {
        await using FeatureGate gate = await StartAsync($$"""{ "flags": { "asked": { {{Cared}} }, "silent": { {{Cared}} } } }""");
        gate.Decide("asked", new EvaluationContext("a"));

        await PassAsync(gate, TimeSpan.FromDays(29));
        Assert.Empty(gate.Govern().Findings);

        gate.Decide("asked", new EvaluationContext("a"));
        await PassAsync(gate, TimeSpan.FromDays(2));
        GovernanceFinding finding = Assert.Single(gate.Govern().Findings);

        Assert.Equal(("MR3006", "silent"), (finding.Code, finding.Flag));
        Assert.Equal("The flag has not been decided in this process since 2026-11-26 12:00:00Z, for 31d.", finding.Sentence);
    }

    [Fact]
    public async Task Govern_FlagThatWasAskedForOnce_IsFoundAMonthLater()
    {
        await using FeatureGate gate = await StartAsync($$"""{ "flags": { "f": { {{Cared}} } } }""");
        await PassAsync(gate, TimeSpan.FromDays(5));
        gate.Decide("f", new EvaluationContext("a"));

        await PassAsync(gate, TimeSpan.FromDays(30));
        Assert.Empty(gate.Govern().Findings);

        await PassAsync(gate, TimeSpan.FromDays(1));
        Assert.Equal("The flag was last decided in this process at 2026-12-01 13:00:00Z, 30d 23h ago.", Assert.Single(gate.Govern().Findings).Sentence);
    }

    [Fact]
    public async Task Govern_FlagThatADecidedFlagRequires_IsOfUse()
    {
        await using FeatureGate gate = await StartAsync(
            $$"""{ "flags": { "base": { {{Cared}} }, "middle": { {{Cared}}, "requires": [ { "flag": "base", "is": ["on"] } ] }, "top": { {{Cared}}, "requires": [ { "flag": "middle", "is": ["on"] } ] } } }""");

        await PassAsync(gate, TimeSpan.FromDays(31));
        Assert.Equal(["base", "middle", "top"], gate.Govern().Findings.Select(static finding => finding.Flag));

        gate.Decide("top", new EvaluationContext("a"));
        Assert.Empty(gate.Govern().Findings);
    }

    [Fact]
    public async Task Govern_FlagThatIsNew_IsWatchedFromItsPublishOn()
    {
        var flags = new InMemoryFlagProvider("memory");
        await using FeatureGate gate = await FeatureGate.StartAsync([flags], Options(), Stop);
        await PassAsync(gate, TimeSpan.FromDays(40));
        flags.Flag("new", static flag => flag.Owner("shop").Permanent());
        await Eventually.True(() => gate.Current.Flags.Count == 1, _clock, TimeSpan.FromSeconds(1));

        await PassAsync(gate, TimeSpan.FromDays(29));
        Assert.Empty(gate.Govern().Findings);

        await PassAsync(gate, TimeSpan.FromDays(2));
        Assert.Equal(["MR3006"], gate.Govern().Findings.Select(static finding => finding.Code));
    }

    [Fact]
    public async Task Govern_FlagThatIsDecidedElsewhere_IsOfUse()
    {
        await using FeatureGate gate = await StartAsync($$"""{ "flags": { "here": { {{Cared}} }, "there": { {{Cared}} }, "nowhere": { {{Cared}} } } }""");
        await PassAsync(gate, TimeSpan.FromDays(31));
        gate.Decide("here", new EvaluationContext("a"));
        var asked = new List<string>();
        var options = new GovernanceOptions
        {
            LastDecidedElsewhere = flag =>
            {
                asked.Add(flag);
                return flag == "there" ? _clock.GetUtcNow() - TimeSpan.FromDays(1) : null;
            },
        };

        GovernanceFinding finding = Assert.Single(gate.Govern(options).Findings);

        Assert.Equal("nowhere", finding.Flag);
        Assert.StartsWith("The flag has not been decided anywhere since ", finding.Sentence, StringComparison.Ordinal);
        Assert.Equal(["nowhere", "there"], asked);
    }

    [Fact]
    public async Task Govern_CountedElsewhereForLonger_FindsAfterARestart()
    {
        await using FeatureGate gate = await StartAsync($$"""{ "flags": { "old": { {{Cared}} }, "new": { {{Cared}}, "created": "2026-11-20" } } }""");
        var options = new GovernanceOptions { LastDecidedElsewhere = static _ => null, CountedElsewhereSince = _clock.GetUtcNow() - TimeSpan.FromDays(60) };

        Assert.Equal(["old"], gate.Govern(options).Findings.Select(static finding => finding.Flag));
    }

    [Fact]
    public async Task Govern_Kill_IsFoundWithWhoAndWhyAlsoWhereNobodyDefinesTheFlag()
    {
        await using FeatureGate gate = await StartAsync($$"""{ "flags": { "f": { {{Cared}} } } }""");
        await gate.KillAsync("f", "ada", "orders are lost", Stop);
        await gate.KillAsync("ghost", "ada", "in case it comes back", Stop);
        await PassAsync(gate, TimeSpan.FromDays(8));

        GovernanceFinding[] findings = [.. gate.Govern().Findings];

        Assert.Equal(["f", "ghost"], findings.Select(static finding => finding.Flag));
        Assert.Equal("`ada` killed the flag on 2026-11-26 12:00:00Z, 8d ago: orders are lost", findings[0].Sentence);
        Assert.Equal("`ada` killed the flag, which no provider defines, on 2026-11-26 12:00:00Z, 8d ago: in case it comes back", findings[1].Sentence);
    }

    [Fact]
    public void Govern_GateThatIsNotStarted_ChecksTexts()
    {
        using FeatureGate gate = A.Gate("""{ "flags": { "f": {} } }""");

        Assert.Equal(["MR3001", "MR3002", "MR3003"], gate.Govern().Findings.Select(static finding => finding.Code));
    }

    [Fact]
    public async Task Govern_ConcurrentlyWithDecisions_NeverFindsWhatIsDecided()
    {
        await using FeatureGate gate = await StartAsync($$"""{ "flags": { "f": { {{Cared}} } } }""");
        var options = new GovernanceOptions { UndecidedFor = TimeSpan.FromHours(2) };
        using var done = new CancellationTokenSource();
        Task decides = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                gate.Decide("f", new EvaluationContext("a"));
            }
        }, Stop);

        for (int i = 0; i < 50; i++)
        {
            long before = gate.Counters.Read().Sum(static series => series.Value);
            await Eventually.True(() => gate.Counters.Read().Sum(static series => series.Value) > before);
            Assert.Empty(gate.Govern(options).Findings);
            _clock.Advance(TimeSpan.FromHours(1));
        }

        await done.CancelAsync();
        await decides;
    }

    [Fact]
    public async Task ToMarkdown_OfEverything_IsTheKeptPage()
    {
        await using FeatureGate gate = await StartNeglectedAsync();

        Golden.Equal("governance.md", gate.Govern().ToMarkdown());
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public async Task ToMarkdown_InAnyCulture_IsTheSame(string culture)
    {
        await using FeatureGate gate = await StartNeglectedAsync();
        string golden = gate.Govern().ToMarkdown();

        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Assert.Equal(golden, gate.Govern().ToMarkdown());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task ToMarkdown_NothingFound_SaysSo()
    {
        await using FeatureGate gate = await StartAsync($$"""{ "flags": { "f": { {{Cared}} } } }""");

        Assert.Equal(
            "# Governance of flags\n\n1 flags at 2026-11-26 12:00:00Z: 0 errors, 0 warnings, 0 notes. Decisions have been counted in this process since 2026-11-26 12:00:00Z.\n\nNothing is wrong.\n",
            gate.Govern().ToMarkdown());
    }

    private async Task<FeatureGate> StartNeglectedAsync()
    {
        FeatureGate gate = await StartAsync(
            """
            { "flags": {
                "checkout.one-page": { "owner": "shop", "expires": "2026-12-24", "removalPlan": "Delete the three-step form | and <this> flag.", "otherwise": { "serve": "off" },
                  "rollout": { "candidate": "on", "baseline": "off", "stages": [ { "name": "all", "percent": 100, "lastDrill": "30d" } ], "guards": [] } },
                "search.v2": { "expires": "2026-10-01" },
                "exports.pdf": { "owner": "docs", "permanent": true } } }
            """);
        await gate.KillAsync("exports.pdf", "ada", "it prints `other people's` invoices", Stop);
        await PassAsync(gate, TimeSpan.FromDays(20));
        return gate;
    }

    private FeatureGateOptions Options()
    {
        var options = new FeatureGateOptions { TimeProvider = _clock };
        options.Rollouts.RunsByItself = false;
        return options;
    }

    private ValueTask<FeatureGate> StartAsync(string document) =>
        FeatureGate.StartAsync([new Tests.Providers.ScriptedProvider("script").Deliver("1", Encoding.UTF8.GetBytes(document))], Options(), Stop);

    /// <summary>Lets time pass, with a step of the rollouts every hour.</summary>
    private async Task PassAsync(FeatureGate gate, TimeSpan time)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromHours(1))
        {
            _clock.Advance(TimeSpan.FromHours(1));
            await gate.Rollouts.StepAsync(Stop);
        }
    }
}
