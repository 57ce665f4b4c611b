using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>What users plug in throws or hangs.</summary>
public sealed class ExtensionFaultTests
{
    private static readonly string s_probed = Shop.Plan(more: """ "probes": ["smoke"], "maxBlind": "5m" """);

    [Theory]
    [InlineData("throws")]
    [InlineData("hangs")]
    public async Task Probe_Fails_NothingStartsAndTheReasonIsSaid(string fault)
    {
        var probe = new FaultyProbe { Fault = fault };
        await using FaultyShop shop = await FaultyShop.OpenAsync(s_probed, Probed(probe));

        RolloutCommandResult? refused = null;
        await shop.Clock.PassOneAsync(probe.Hung, async () => refused = await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day"));
        probe.Heal();
        RolloutCommandResult started = await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        for (int tries = 0; !started.IsAccepted && tries < 1000; tries++)
        {
            // The call that hung is about to end, on a thread of its own; until then no other is made.
            await Task.Yield();
            started = await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        }

        Assert.False(refused!.IsAccepted);
        Assert.Contains("Probe `smoke`", refused.Sentence, StringComparison.Ordinal);
        Assert.Equal(RolloutEntryKind.Refuse, shop.Kept.Entries[0].Kind);
        Assert.True(started.IsAccepted, started.Sentence);
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("hangs")]
    public async Task Probe_FailsInAStage_IsUnknownAndHoldsAfterMaxBlind(string fault)
    {
        var probe = new FaultyProbe();
        await using FaultyShop shop = await FaultyShop.StartedAsync(s_probed, Probed(probe));
        probe.Fault = fault;

        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(20));

        Assert.Equal((RolloutStatus.Holding, RolloutHoldReason.Blind), (shop.Progress.Status, shop.Progress.HoldReason));
        Assert.Equal("quarter", shop.Progress.Stage!.Name);
        probe.Heal();
    }

    [Fact]
    public async Task Probe_Hangs_DelaysNoRollback()
    {
        var probe = new FaultyProbe();
        await using FaultyShop shop = await FaultyShop.StartedAsync(s_probed, Probed(probe));
        probe.Fault = "hangs";
        shop.Shop.FailureRate = (.01, .3);

        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(4));

        Assert.Equal(RolloutStatus.RolledBack, shop.Progress.Status);
        probe.Heal();
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("hangs")]
    public async Task Listener_Fails_DelaysNothingAndItsDeliveryIsJournalled(string fault)
    {
        var hang = new TaskCompletionSource();
        var listener = new ListeningListener(_ => fault == "hangs" ? hang.Task : throw new InvalidOperationException("The pager is off."));
        await using FaultyShop shop = await FaultyShop.OpenAsync(configure: options => options.Rollouts.Listeners.Add(listener));

        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        await listener.ToldAsync(1);
        RolloutCommandResult back = await shop.RollBackAsync();
        double served = shop.Served;
        if (fault == "hangs")
        {
            await Eventually.True(() => shop.Kept.Entries.Any(static entry => entry.Kind == RolloutEntryKind.Deliver), shop.Clock, TimeSpan.FromSeconds(5));
        }
        else
        {
            await Eventually.True(() => shop.Kept.Entries.Any(static entry => entry.Kind == RolloutEntryKind.Deliver));
        }

        Assert.True(back.IsJournalled);
        Assert.Equal(0, served);
        RolloutJournalEntry delivery = shop.Kept.Entries.First(static entry => entry.Kind == RolloutEntryKind.Deliver);
        Assert.StartsWith("Listener `listening` did not take entry 1 (Start) after 3 tries.", delivery.Reason, StringComparison.Ordinal);
        hang.SetResult();
    }

    [Fact]
    public async Task Changed_SubscriberHangs_TransitionsAndDecisionsGoOn()
    {
        await using FaultyShop shop = await FaultyShop.OpenAsync();
        var hang = new TaskCompletionSource();
        shop.Shop.Gate.Changed += (_, _) => hang.Task.Wait(TestContext.Current.CancellationToken);

        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        double started = shop.Served;
        await shop.RollBackAsync();

        Assert.Equal(.25, started, .06);
        Assert.Equal(0, shop.Served);
        hang.SetResult();
    }

    [Fact]
    public async Task Changed_SubscriberThrows_TransitionsGoOn()
    {
        await using FaultyShop shop = await FaultyShop.OpenAsync();
        shop.Shop.Gate.Changed += static (_, _) => throw new InvalidOperationException("No.");

        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(20));

        Assert.Equal(RolloutStatus.Completed, shop.Progress.Status);
    }

    [Fact]
    public async Task Predicate_Throws_OutcomeIsCountedAndNothingIsRolledBack()
    {
        await using FaultyShop shop = await FaultyShop.StartedAsync();
        long before = shop.Progress.CandidateOutcomes + shop.Progress.BaselineOutcomes;
        var options = new SwitchOptions<int> { IsFailure = static _ => throw new InvalidOperationException("No.") };

        for (int look = 0; look < 60; look++)
        {
            for (int i = 0; i < 100; i++)
            {
                Decision decision = shop.Shop.Gate.Decide(Shop.Flag, new EvaluationContext($"switched-{look}-{i}"));
                Assert.Equal(1, decision.Switch<int, int>(1, static one => one, static one => one, options, CancellationToken.None));
            }

            await shop.TickAsync();
        }

        Assert.NotEqual(RolloutStatus.RolledBack, shop.Progress.Status);
        Assert.True(shop.Progress.CandidateOutcomes + shop.Progress.BaselineOutcomes > before);
    }

    [Fact]
    public async Task Authorizer_Throws_OnlyTakingBackIsPossible()
    {
        await using FaultyShop shop = await FaultyShop.OpenAsync(configure: static options => options.Rollouts.Authorizer = new FaultyAuthorizer(static () => throw new IOException("The directory is down.")));

        RolloutCommandResult start = await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        RolloutCommandResult kill = await shop.Rollouts.KillAsync(Shop.Flag, "ada", "fire");

        Assert.False(start.IsAccepted);
        Assert.Equal("Who may Start could not be found out: The directory is down.", start.Sentence);
        Assert.True(start.IsJournalled);
        Assert.True(kill.IsAccepted);
        Assert.Equal([RolloutEntryKind.Refuse, RolloutEntryKind.Kill], shop.Kept.Entries.Select(static entry => entry.Kind));
    }

    [Fact]
    public async Task Authorizer_Hangs_RollbackIsInEffectWhenTheCallReturns()
    {
        using var hang = new ManualResetEventSlim(initialState: true);
        await using FaultyShop shop = await FaultyShop.StartedAsync(configure: options => options.Rollouts.Authorizer = new FaultyAuthorizer(hang.Wait));
        hang.Reset();

        Task<RolloutCommandResult> rolling = shop.RollBackAsync();
        double served = shop.Served;
        RolloutCommandResult refused = await shop.Rollouts.RestartAsync(Shop.Flag, "ada", "again");
        hang.Set();

        Assert.Equal(0, served);
        Assert.True((await rolling).IsJournalled);
        Assert.False(refused.IsAccepted);
        Assert.Equal("Who may Restart could not be found out: The authorizer did not answer within 2s.", refused.Sentence);
    }

    [Fact]
    public async Task Command_WrongOperator_IsRefusedWithASentenceAndJournalled()
    {
        await using FaultyShop shop = await FaultyShop.OpenAsync(more: """ "operators": ["ada"], """);

        RolloutCommandResult refused = await shop.Rollouts.StartAsync(Shop.Flag, "mallory", "because");

        Assert.False(refused.IsAccepted);
        Assert.Equal("`mallory` may not Start: the operators are ada.", refused.Sentence);
        RolloutJournalEntry entry = Assert.Single(shop.Kept.Entries);
        Assert.Equal((RolloutEntryKind.Refuse, "mallory", refused.Sentence, "Start"), (entry.Kind, entry.Actor, entry.Reason, entry.Detail));
        Assert.Equal(0, shop.Served);
    }

    [Fact]
    public async Task Command_WrongState_IsRefusedWithASentenceAndJournalled()
    {
        await using FaultyShop shop = await FaultyShop.OpenAsync();

        RolloutCommandResult refused = await shop.Rollouts.AdvanceAsync(Shop.Flag, "ada", "go");

        Assert.False(refused.IsAccepted);
        Assert.Equal("Advance is not possible: the rollout is Draft.", refused.Sentence);
        Assert.Equal(RolloutEntryKind.Refuse, Assert.Single(shop.Kept.Entries).Kind);
    }

    private static Action<FeatureGateOptions> Probed(FaultyProbe probe) => options =>
    {
        options.Rollouts.Probes.Add(probe);
        options.Rollouts.ProbeTimeout = TimeSpan.FromSeconds(10);
    };

    private sealed class FaultyProbe : IRolloutProbe
    {
        private readonly TaskCompletionSource _healed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private readonly TaskCompletionSource _hung = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "smoke";

        public Task Hung => _hung.Task;

        public string? Fault { get; set; }

        public async ValueTask<string?> ProbeAsync(string flag, EvaluationContext context, CancellationToken cancellationToken)
        {
            if (Fault == "hangs")
            {
                _hung.TrySetResult();
                await _healed.Task;
            }

            return Fault == "throws" ? throw new HttpRequestException("The shop is closed.") : null;
        }

        public void Heal()
        {
            Fault = null;
            _healed.TrySetResult();
        }
    }

    private sealed class FaultyAuthorizer(Action fault) : IRolloutAuthorizer
    {
        public bool MayCommand(RolloutCommandKind command, string flag, IReadOnlyList<string> operators, string actor)
        {
            fault();
            return true;
        }

        public bool IsMember(string actor, string group) => true;
    }
}
