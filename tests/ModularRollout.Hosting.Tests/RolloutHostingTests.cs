using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests;

namespace ModularRollout.Hosting.Tests;

public sealed class RolloutHostingTests : IAsyncDisposable
{
    private const string Flag = "checkout";

    private readonly string _folder = Directory.CreateTempSubdirectory("modular-rollout-").FullName;

    /// <summary>Deletes the folder, once nobody writes to it any more.</summary>
    public async ValueTask DisposeAsync() => await Eventually.True(() =>
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    });

    [Fact]
    public async Task StopAsync_Host_WritesTheLastCheckpointAndGivesTheLeaseBack()
    {
        using IHost host = Build(flags => flags.UseFileRolloutStore(_folder));
        await host.StartAsync(TestContext.Current.CancellationToken);
        RolloutController rollouts = host.Services.GetRequiredService<RolloutController>();
        Assert.True((await rollouts.StartAsync(Flag, "ada", "release day", TestContext.Current.CancellationToken)).IsAccepted);
        Assert.Empty(Directory.GetFiles(_folder, "*controller.checkpoint"));

        await host.StopAsync(TestContext.Current.CancellationToken);

        await LeaseIsFreeAsync();
        Assert.Single(Directory.GetFiles(_folder, "*controller.checkpoint"));
    }

    [Fact]
    public async Task StartAsync_NextHostOnTheSameFolder_GoesOnWhereTheFirstStopped()
    {
        string?[] before;
        using (IHost first = Build(flags => flags.UseFileRolloutStore(_folder)))
        {
            await first.StartAsync(TestContext.Current.CancellationToken);
            await first.Services.GetRequiredService<RolloutController>().StartAsync(Flag, "ada", "release day", TestContext.Current.CancellationToken);
            before = Variants(first.Services.GetRequiredService<IFeatureGate>());
            await first.StopAsync(TestContext.Current.CancellationToken);
            await LeaseIsFreeAsync();
        }

        using IHost second = Build(flags => flags.UseFileRolloutStore(_folder));
        await second.StartAsync(TestContext.Current.CancellationToken);

        RolloutProgress progress = second.Services.GetRequiredService<RolloutController>().Find(Flag)!;
        Assert.Equal((RolloutStatus.Running, 1, 25m, true), (progress.Status, progress.Attempt, progress.SharePercent, progress.IsControlled));
        Assert.Equal(before, Variants(second.Services.GetRequiredService<IFeatureGate>()));
        Assert.Contains("on", before);
        Assert.Contains("off", before);
        await second.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task StartAsync_HostOnAFolderInUse_FollowsAndTakesOver()
    {
        using IHost first = Build(flags => flags.UseFileRolloutStore(_folder));
        using IHost second = Build(flags => flags.UseFileRolloutStore(_folder).Configure(static options => options.Rollouts.Instance = "second"));
        await first.StartAsync(TestContext.Current.CancellationToken);
        await first.Services.GetRequiredService<RolloutController>().StartAsync(Flag, "ada", "release day", TestContext.Current.CancellationToken);
        await second.StartAsync(TestContext.Current.CancellationToken);
        RolloutController follower = second.Services.GetRequiredService<RolloutController>();

        Assert.Equal((false, RolloutStatus.Running), (follower.IsControlling, follower.Find(Flag)!.Status));
        Assert.Equal(FeatureGateState.Ready, second.Services.GetRequiredService<FeatureGate>().Status.State);
        Assert.False((await follower.PauseAsync(Flag, "ada", "lunch", TestContext.Current.CancellationToken)).IsAccepted);

        await first.StopAsync(TestContext.Current.CancellationToken);
        await LeaseIsFreeAsync();
        await follower.StepAsync(TestContext.Current.CancellationToken);

        Assert.True(follower.IsControlling);
        Assert.True((await follower.PauseAsync(Flag, "ada", "lunch", TestContext.Current.CancellationToken)).IsAccepted);
        await second.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task StartAsync_Host_LooksAfterRolloutsByItself()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        using IHost host = Build(
            flags => flags.UseFileRolloutStore(_folder), """ "start": "onPublish", "minOutcomes": 0, """, services => services.AddSingleton<TimeProvider>(clock));
        await host.StartAsync(TestContext.Current.CancellationToken);
        RolloutController rollouts = host.Services.GetRequiredService<RolloutController>();
        IFeatureGate gate = host.Services.GetRequiredService<IFeatureGate>();

        int user = 0;
        await Eventually.True(() =>
        {
            for (int i = 0; i < 40; i++)
            {
                gate.Decide(Flag, new EvaluationContext("user-" + user++)).Record(Outcome.Success(TimeSpan.FromMilliseconds(100)));
            }

            clock.Advance(TimeSpan.FromSeconds(10));
            return rollouts.Find(Flag)!.Status == RolloutStatus.Completed;
        });

        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task StartAsync_SeveralGates_EachHasItsStore()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        foreach (string key in (string[])["shop", "billing"])
        {
            builder.Services.AddKeyedModularRollout(key, flags => flags
                .AddInMemory("code", static memory => memory.Update(Document("")))
                .UseFileRolloutStore(Path.Combine(_folder, key))).AddHosting();
        }

        using IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.Services.GetRequiredKeyedService<RolloutController>("shop").StartAsync(Flag, "ada", "release day", TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);

        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "shop"), "journal-*"));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "billing"), "journal-*"));
    }

    [Fact]
    public async Task CheckHealthAsync_RolloutHolds_IsHealthy()
    {
        using IHost host = Build(flags => flags.UseFileRolloutStore(_folder));
        await host.StartAsync(TestContext.Current.CancellationToken);
        RolloutController rollouts = host.Services.GetRequiredService<RolloutController>();
        await rollouts.StartAsync(Flag, "ada", "release day", TestContext.Current.CancellationToken);
        await rollouts.PauseAsync(Flag, "ada", "lunch", TestContext.Current.CancellationToken);

        Assert.Equal(RolloutStatus.Holding, rollouts.Find(Flag)!.Status);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(host)).Status);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task CheckHealthAsync_StoreFails_IsDegradedUntilItIsBack()
    {
        var store = new FailingStore();
        using IHost host = Build(flags => flags.UseRolloutStore(store).Configure(static options => options.Rollouts.SingleProcess = true));
        await host.StartAsync(TestContext.Current.CancellationToken);
        RolloutController rollouts = host.Services.GetRequiredService<RolloutController>();
        await rollouts.StartAsync(Flag, "ada", "release day", TestContext.Current.CancellationToken);

        store.Fails = true;
        RolloutCommandResult back = await rollouts.RollBackAsync(Flag, "ada", "no", TestContext.Current.CancellationToken);
        HealthReportEntry sick = await HealthAsync(host);
        store.Fails = false;
        await rollouts.StepAsync(TestContext.Current.CancellationToken);
        HealthReportEntry well = await HealthAsync(host);

        Assert.Equal((true, false), (back.IsAccepted, back.IsJournalled));
        Assert.Equal(HealthStatus.Degraded, sick.Status);
        Assert.Contains("Rollout of `checkout`: The store failed: the disk is full", sick.Description, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Healthy, well.Status);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task CheckHealthAsync_JournalIsDamaged_IsDegradedAndServesTheBaseline()
    {
        using (IHost first = Build(flags => flags.UseFileRolloutStore(_folder)))
        {
            await first.StartAsync(TestContext.Current.CancellationToken);
            await first.Services.GetRequiredService<RolloutController>().StartAsync(Flag, "ada", "release day", TestContext.Current.CancellationToken);
            await first.StopAsync(TestContext.Current.CancellationToken);
            await LeaseIsFreeAsync();
        }

        string journal = Directory.GetFiles(_folder, "journal-*").Single();
        string text = await File.ReadAllTextAsync(journal, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(journal, text.Replace("release day", "release dax", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        using IHost second = Build(flags => flags.UseFileRolloutStore(_folder));
        await second.StartAsync(TestContext.Current.CancellationToken);

        HealthReportEntry health = await HealthAsync(second);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("Rollout of `checkout`: ", health.Description, StringComparison.Ordinal);
        Assert.All(Variants(second.Services.GetRequiredService<IFeatureGate>()), static variant => Assert.Equal("off", variant));
        await second.StopAsync(TestContext.Current.CancellationToken);
    }

    private static IHost Build(Action<ModularRolloutBuilder> configure, string plan = "", Action<IServiceCollection>? more = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        more?.Invoke(builder.Services);
        builder.Services.AddModularRollout(flags => configure(flags.AddInMemory("code", memory => memory.Update(Document(plan))))).AddHosting();
        builder.Services.AddHealthChecks().AddModularRollout();
        return builder.Build();
    }

    /// <summary>Waits until the lease has been given back: a busy disk is not waited for when a host stops.</summary>
    private async Task LeaseIsFreeAsync()
    {
        using var store = new FileRolloutStore(_folder);
        IRolloutLease? lease = null;
        await Eventually.True(() => (lease = store.TryAcquireLeaseAsync("test", TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult()) is not null);
        await lease!.DisposeAsync();
    }

    private static string Document(string plan) => $$"""
        { "flags": { "checkout": { "owner": "shop", "expires": "2100-01-01", "removalPlan": "delete the old form", "otherwise": { "serve": "off" },
            "rollout": { "candidate": "on", "baseline": "off", {{plan}}
                         "stages": [ { "name": "quarter", "percent": 25 }, { "name": "full", "percent": 100 } ],
                         "guards": [ { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 } } ] } } } }
        """;

    private static string?[] Variants(IFeatureGate gate) => [.. Enumerable.Range(0, 200).Select(i => gate.Decide(Flag, new EvaluationContext("user-" + i)).Variant)];

    private static async Task<HealthReportEntry> HealthAsync(IHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken)).Entries["modular-rollout"];
}
