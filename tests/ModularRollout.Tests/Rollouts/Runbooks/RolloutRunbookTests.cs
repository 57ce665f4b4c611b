using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using ModularRollout.Definitions;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;
using ModularRollout.Rollouts.Runbooks;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Control;

namespace ModularRollout.Tests.Rollouts.Runbooks;

public sealed class RolloutRunbookTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ToMarkdown_Draft_IsTheKeptPage()
    {
        await using Shop shop = await Desk.OpenAsync();
        await shop.Rollouts.StepAsync(Stop);

        Golden.Equal("runbook-draft.md", shop.Runbook().ToMarkdown());
    }

    [Fact]
    public async Task ToMarkdown_Running_IsTheKeptPage()
    {
        await using Shop shop = await Desk.AtTenthAsync();

        Golden.Equal("runbook-running.md", shop.Runbook().ToMarkdown());
    }

    [Fact]
    public async Task ToMarkdown_RolledBack_IsTheKeptPage()
    {
        await using Shop shop = await Desk.AtTenthAsync();
        shop.FailureRate = (.01, .2);
        await shop.TradeAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(RolloutStatus.RolledBack, shop.Progress.Status);
        Golden.Equal("runbook-rolled-back.md", shop.Runbook().ToMarkdown());
    }

    [Fact]
    public async Task ToMarkdown_PausedAndKilled_SaysSoFirst()
    {
        await using Shop shop = await Desk.AtTenthAsync();
        await shop.Rollouts.PauseAsync(Shop.Flag, "ada", "lunch", Stop);
        await shop.Rollouts.KillAsync(Shop.Flag, "ada", "orders are lost", Stop);

        RolloutRunbook runbook = shop.Runbook();
        string top = runbook.ToMarkdown()[..runbook.ToMarkdown().IndexOf("## ", StringComparison.Ordinal)];

        Assert.True(runbook.IsKilled);
        Assert.Contains("**holding**", top, StringComparison.Ordinal);
        Assert.Contains("**The flag is killed in this process:** everybody gets `off`", top, StringComparison.Ordinal);
        Assert.Equal((true, true, false), (runbook.Call(RolloutCommandKind.Resume).IsPossible, runbook.Call(RolloutCommandKind.Revive).IsPossible, runbook.Call(RolloutCommandKind.Kill).IsPossible));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public async Task ToMarkdown_InAnyCulture_IsTheSame(string culture)
    {
        await using Shop shop = await Desk.AtTenthAsync();
        string golden = shop.Runbook().ToMarkdown();

        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Assert.Equal(golden, shop.Runbook().ToMarkdown());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task ToMarkdown_HostileTexts_StayText()
    {
        const string hostile = "x | y\n# owned <script>alert(1)</script> `a` ``` [b](javascript:c)";
        await using Shop shop = await Desk.AtTenthAsync();
        await shop.Rollouts.PauseAsync(Shop.Flag, "ada", hostile, Stop);

        string page = shop.Runbook().ToMarkdown();
        string[] lines = page.Split('\n');

        Assert.DoesNotContain(lines, static line => line.StartsWith("# owned", StringComparison.Ordinal) && !line.StartsWith("# owned <script>alert(1)", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.EndsWith(@"| x \| y&#10;# owned &lt;script&gt;alert(1)&lt;/script&gt; `a` \`\`\` \[b\](javascript:c) |", StringComparison.Ordinal));
        Assert.Equal(8, lines.Single(static line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains("owned", StringComparison.Ordinal)).Replace(@"\|", "", StringComparison.Ordinal).Count(static c => c == '|'));
    }

    [Fact]
    public async Task Calls_OfEveryState_Compile()
    {
        await using Shop draft = await Desk.OpenAsync();
        await using Shop running = await Desk.AtTenthAsync();
        string[] pages = [draft.Runbook().ToMarkdown(), running.Runbook().ToMarkdown()];

        string[] blocks = [.. pages.SelectMany(static page => page.Split("```csharp\n").Skip(1).Select(static block => block[..block.IndexOf("\n```", StringComparison.Ordinal)]))];

        Assert.True(blocks.Length > 30, $"{blocks.Length} blocks.");
        Assert.Empty(Snippets.Errors(blocks));
    }

    [Fact]
    public void Errors_CallThatDoesNotExist_AreTold() => Assert.NotEmpty(Snippets.Errors("await gate.Rollouts.TakeBackAsync(\"f\");"));

    [Property(MaxTest = 300)]
    public bool Literal_AnyText_HasThatValue(string? text) => Snippets.ValueOf(CSharpText.Literal(text ?? "")) == (text ?? "");

    [Fact]
    public async Task Calls_EveryCommand_HasOne()
    {
        await using Shop shop = await Desk.AtTenthAsync();

        IEnumerable<RolloutCommandKind> commands = shop.Runbook().Calls.Where(static call => call.Command is not null).Select(static call => call.Command!.Value).Distinct().Order();

        Assert.Equal(Enum.GetValues<RolloutCommandKind>(), commands);
        Assert.Equal([RolloutCommandKind.RollBack, RolloutCommandKind.Kill], shop.Runbook().Calls.Take(2).Select(static call => call.Command!.Value));
    }

    [Fact]
    public async Task Calls_ThatAreNotPossible_AreRefusedWithTheirSentence()
    {
        await using Shop shop = await Desk.AtTenthAsync();
        RolloutRunbook runbook = shop.Runbook();

        RolloutCommandResult resumed = await shop.Rollouts.ResumeAsync(Shop.Flag, "ada", "why not", Stop);
        RolloutCommandResult restarted = await shop.Rollouts.RestartAsync(Shop.Flag, "ada", "why not", Stop);
        RolloutCommandResult adopted = await shop.Rollouts.AdoptAsync(Shop.Flag, "ada", "why not", Stop);

        Assert.Equal(
            (runbook.Call(RolloutCommandKind.Resume).Refusal, runbook.Call(RolloutCommandKind.Restart).Refusal, runbook.Call(RolloutCommandKind.Adopt).Refusal),
            (resumed.Sentence, restarted.Sentence, adopted.Sentence));
    }

    [Fact]
    public async Task Calls_ThatArePossible_AreAccepted()
    {
        await using Shop shop = await Desk.AtTenthAsync();

        Assert.True(shop.Runbook().Call(RolloutCommandKind.Pause).IsPossible);
        Assert.True((await shop.Rollouts.PauseAsync(Shop.Flag, "ada", "lunch", Stop)).IsAccepted);
        Assert.True(shop.Runbook().Call(RolloutCommandKind.RollBack).IsPossible);
        Assert.True((await shop.Rollouts.RollBackAsync(Shop.Flag, "ada", "enough", Stop)).IsAccepted);
        Assert.True(shop.Runbook().Call(RolloutCommandKind.Restart).IsPossible);
        Assert.Equal("RollBack is not possible: the rollout is RolledBack.", shop.Runbook().Call(RolloutCommandKind.RollBack).Refusal);
    }

    [Fact]
    public async Task RunbookOf_StartedAMomentAgo_SaysWhatTheCommandSays()
    {
        await using Shop shop = await Shop.OpenAsync();
        await shop.Rollouts.StepAsync(Stop);
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", Stop);

        string? refusal = shop.Runbook().Call(RolloutCommandKind.Advance).Refusal;
        RolloutCommandResult advanced = await shop.Rollouts.AdvanceAsync(Shop.Flag, "ada", "in a hurry", Stop);

        Assert.Equal(advanced.IsAccepted ? null : advanced.Sentence, refusal);
    }

    [Fact]
    public async Task RunbookOf_FlagWithoutPlan_IsNone()
    {
        await using Shop shop = await Shop.OpenAsync();

        Assert.Null(shop.Rollouts.RunbookOf("no.such.flag"));
    }

    [Fact]
    public async Task Messages_AfterARollback_SayWhenAndWhyToWhomThePlanEscalates()
    {
        await using Shop shop = await Desk.AtTenthAsync();
        await shop.Rollouts.RollBackAsync(Shop.Flag, "ada", "orders are lost", Stop);

        RunbookMessage message = shop.Runbook().Messages.Single(static message => message.Occasion == RolloutEntryKind.RollBack);

        Assert.Equal(["shop", "sre-oncall"], message.To);
        Assert.Contains("When, by whom: 2026-03-02 09:04:00Z, ada\nWhy: orders are lost\n", message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_BeforeTheStart_HaveBlanks()
    {
        await using Shop shop = await Desk.OpenAsync();

        Assert.All(shop.Runbook().Messages, static message => Assert.Contains("When, by whom: <time>, <actor>\nWhy: <reason>\n", message.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunbookOf_Follower_NamesTheProcessThatControls()
    {
        var store = new MemoryRolloutStore();
        await using Shop leader = await Desk.OpenAsync(configure: options => options.Rollouts.Store = store);
        await leader.Rollouts.StepAsync(Stop);
        await using Shop follower = await Desk.OpenAsync(configure: options => (options.Rollouts.Store, options.Rollouts.Instance) = (store, "web-2"));
        await follower.Rollouts.StepAsync(Stop);

        RolloutRunbook runbook = follower.Runbook();

        Assert.Contains("Commands go to the process that controls the rollouts: `web-1`.", runbook.ToMarkdown(), StringComparison.Ordinal);
        Assert.Equal("Process `web-1` controls the rollouts; ask it, or turn the flag's kill switch.", runbook.Call(RolloutCommandKind.Start).Refusal);
        Assert.True(runbook.Call(RolloutCommandKind.Kill).IsPossible);
    }

    [Fact]
    public async Task RunbookOf_FlagDeletedUnderway_SpeaksFromWhatWasLocked()
    {
        await using Shop shop = await Desk.OpenAsync();
        await shop.Rollouts.StepAsync(Stop);
        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", Stop);
        await shop.PublishAsync("""{ "segments": { "staff": { "attribute": "email", "endsWith": ["@shop.example"] } }, "flags": {} }""");
        await shop.TradeAsync(TimeSpan.FromSeconds(30));

        RolloutRunbook runbook = shop.Runbook();

        Assert.Equal(("shop", RolloutHoldReason.FlagDeleted), (runbook.Definition.Owner, runbook.Progress.HoldReason));
        Assert.Contains("One-page checkout. Replaces the three-step form.", runbook.ToMarkdown(), StringComparison.Ordinal);
        Assert.Equal("The definition in force has no plan to adopt.", runbook.Call(RolloutCommandKind.Adopt).Refusal);
    }

    [Theory]
    [InlineData(RolloutStatus.Draft)]
    [InlineData(RolloutStatus.Scheduled)]
    [InlineData(RolloutStatus.Running)]
    [InlineData(RolloutStatus.Holding)]
    [InlineData(RolloutStatus.AwaitingApproval)]
    [InlineData(RolloutStatus.Completed)]
    [InlineData(RolloutStatus.RolledBack)]
    [InlineData(RolloutStatus.Aborted)]
    [InlineData(RolloutStatus.Expired)]
    public void Calls_States_AreThoseInWhichTheRulesTakeTheCommand(RolloutStatus status)
    {
        RunbookFacts facts = FactsOf(status);

        foreach (RunbookCall call in RunbookCalls.Of(facts).Where(static call => call.Command is not (null or RolloutCommandKind.Kill or RolloutCommandKind.Revive)))
        {
            bool isOfThisState = call.States.Contains(status);
            bool isImpossible = call.Refusal?.Contains("is not possible: the rollout is", StringComparison.Ordinal) ?? false;
            Assert.True(isOfThisState ? !isImpossible : call.Refusal is not null, $"{call.Command} while {status}: {call.Refusal}");
        }
    }

    private static RunbookFacts FactsOf(RolloutStatus status)
    {
        var definition = new FlagDefinition(Shop.Flag, null, Encoding.UTF8.GetBytes($$"""{ {{Desk.Governance}} "rollout": {{Desk.Plan}} }"""));
        RolloutPlan plan = RolloutPlan.Of(definition)!;
        bool isBefore = status is RolloutStatus.Draft or RolloutStatus.Scheduled or RolloutStatus.Expired;
        return new RunbookFacts
        {
            State = new RolloutState { Flag = Shop.Flag, Attempt = isBefore ? 0 : 1, Position = new RolloutPosition(status, isBefore ? -1 : 1, stretch: isBefore ? 0 : 2) },
            Progress = new RolloutProgress(plan) { Status = status },
            Evidence = new RolloutEvidence(),
            Definition = definition,
            Journal = RolloutJournal.Read(Shop.Flag, []),
            Now = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero),
        };
    }
}
