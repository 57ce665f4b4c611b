using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Control;

namespace ModularRollout.Tests.DependencyInjection;

public sealed class RolloutRegistrationTests : IDisposable
{
    private static readonly ServiceProviderOptions Strict = new() { ValidateOnBuild = true, ValidateScopes = true };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Resolve_RolloutController_IsTheGates()
    {
        var services = new ServiceCollection();
        services.AddModularRollout();
        services.AddKeyedModularRollout("shop");
        await using ServiceProvider container = services.BuildServiceProvider(Strict);

        Assert.Same(container.GetRequiredService<FeatureGate>().Rollouts, container.GetRequiredService<RolloutController>());
        Assert.Same(container.GetRequiredKeyedService<FeatureGate>("shop").Rollouts, container.GetRequiredKeyedService<RolloutController>("shop"));
    }

    [Fact]
    public async Task Start_PartsOfTheContainer_AreUsedAndMayTakeTheGate()
    {
        await using ServiceProvider container = Build(builder => builder
            .UseFileRolloutStore(_folder.Path)
            .AddRolloutProbe<GateProbe>()
            .AddRolloutListener<Pager>()
            .UseRolloutAuthorizer(new Only("ada"))
            .AddInMemory("probed", static memory => memory.Update(Document("\"probes\": [\"smoke\"]"))));
        FeatureGate gate = container.GetRequiredService<FeatureGate>();
        await gate.StartAsync();

        RolloutCommandResult started = await gate.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);
        RolloutCommandResult refused = await gate.Rollouts.PauseAsync(Shop.Flag, "bob", "release day", TestContext.Current.CancellationToken);

        Assert.True(started.IsAccepted, started.Sentence);
        Assert.False(refused.IsAccepted);
        Assert.Contains("on", container.GetRequiredService<Seen>().Variants);
        await Eventually.True(() => container.GetRequiredService<Seen>().Entries.Contains(RolloutEntryKind.Start));
        Assert.True(File.Exists(Path.Combine(_folder.Path, "journal-checkout.one-page.jsonl")));
    }

    [Fact]
    public async Task Start_SeveralGates_KeepTheirPartsApart()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)));
        foreach (string key in (string[])["shop", "billing"])
        {
            services.AddKeyedModularRollout(key, builder => Configure(builder).UseFileRolloutStore(_folder.File(key)));
        }

        await using ServiceProvider container = services.BuildServiceProvider(Strict);
        FeatureGate shop = container.GetRequiredKeyedService<FeatureGate>("shop");
        FeatureGate billing = container.GetRequiredKeyedService<FeatureGate>("billing");
        await shop.StartAsync();
        await billing.StartAsync();

        await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day", TestContext.Current.CancellationToken);

        Assert.True(shop.Rollouts.IsControlling && billing.Rollouts.IsControlling);
        Assert.Equal((RolloutStatus.Running, RolloutStatus.Draft), (shop.Rollouts.Find(Shop.Flag)!.Status, billing.Rollouts.Find(Shop.Flag)!.Status));
    }

    [Fact]
    public async Task Start_PartsWithOneName_IsRefusedUntilTheyDiffer()
    {
        await using ServiceProvider container = Build(builder => builder.AddRolloutListener<Pager>().AddRolloutListener<Pager>());
        FeatureGate gate = container.GetRequiredService<FeatureGate>();

        OptionsValidationException first = await Assert.ThrowsAsync<OptionsValidationException>(() => gate.StartAsync().AsTask());
        OptionsValidationException second = await Assert.ThrowsAsync<OptionsValidationException>(() => gate.StartAsync().AsTask());

        Assert.Contains("Listener 1 is named 'pager', as is listener 0", first.Message, StringComparison.Ordinal);
        Assert.Equal(first.Message, second.Message);
    }

    [Fact]
    public async Task Use_SeveralTimes_TheLastIsUsed()
    {
        await using ServiceProvider container = Build(builder => builder
            .Configure(options => options.Rollouts.Authorizer = new Only("configured"))
            .UseRolloutAuthorizer(new Only("first"))
            .UseRolloutAuthorizer(_ => new Only("last"))
            .UseRolloutStore(_ => throw new InvalidOperationException("not this one"))
            .UseRolloutStore(new MemoryRolloutStore())
            .Configure(options => options.Rollouts.SingleProcess = true));
        FeatureGate gate = container.GetRequiredService<FeatureGate>();
        await gate.StartAsync();

        Assert.True((await gate.Rollouts.StartAsync(Shop.Flag, "last", "release day", TestContext.Current.CancellationToken)).IsAccepted);
    }

    [Fact]
    public void Build_PartNeedsAScopedService_IsRefused()
    {
        Action<ModularRolloutBuilder>[] parts =
        [
            static builder => builder.UseRolloutStore<ScopedStore>(), static builder => builder.AddRolloutProbe<ScopedPart>(),
            static builder => builder.AddRolloutListener<ScopedPart>(), static builder => builder.UseRolloutAuthorizer<ScopedPart>(),
        ];

        Assert.All(parts, static part =>
        {
            var services = new ServiceCollection();
            services.AddScoped<Scoped>();
            part(services.AddModularRollout());
            Assert.Throws<AggregateException>(() => services.BuildServiceProvider(Strict));
        });
    }

    [Fact]
    public async Task Start_FactoryAsksForAScopedService_IsRefused()
    {
        await using ServiceProvider container = Build(
            builder => builder.AddRolloutProbe(services => new ScopedPart(services.GetRequiredService<Scoped>())), static services => services.AddScoped<Scoped>());

        await Assert.ThrowsAsync<InvalidOperationException>(() => container.GetRequiredService<FeatureGate>().StartAsync().AsTask());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_Container_StopsTheGateThenDisposesWhatTheContainerMade(bool isAsync)
    {
        FeatureGate? gate = null;
        var made = new List<Part>();
        Part Make()
        {
            made.Add(new Part($"part {made.Count}", () => gate!.Rollouts.IsControlling));
            return made[^1];
        }

        var passed = new Part("passed", () => gate!.Rollouts.IsControlling);
        ServiceProvider container = Build(builder => builder
            .UseRolloutStore(_ => Make()).AddRolloutProbe(_ => Make()).AddRolloutListener(_ => Make()).UseRolloutAuthorizer(_ => Make())
            .AddRolloutProbe(passed));
        gate = container.GetRequiredService<FeatureGate>();
        _ = container.GetRequiredService<RolloutController>();
        await gate.StartAsync();
        Assert.True(gate.Rollouts.IsControlling);

        if (isAsync)
        {
            await container.DisposeAsync();
        }
        else
        {
            container.Dispose();
        }

        Assert.Equal(4, made.Count);
        Assert.All(made, static part => Assert.Equal((1, false), (part.Disposals, part.WasInUse)));
        Assert.Equal(0, passed.Disposals);
    }

    private static ServiceProvider Build(Action<ModularRolloutBuilder> configure, Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)));
        services.AddSingleton<Seen>();
        more?.Invoke(services);
        configure(Configure(services.AddModularRollout()));
        return services.BuildServiceProvider(Strict);
    }

    private static ModularRolloutBuilder Configure(ModularRolloutBuilder builder) => builder
        .AddInMemory("code", static memory => memory.Update(Document("")))
        .Configure(static options => options.Rollouts.RunsByItself = false);

    private static string Document(string more) => Encoding.UTF8.GetString(Shop.Definition(Shop.Plan(more: more)));

    private sealed class Seen
    {
        public ConcurrentQueue<string?> Variants { get; } = [];

        public ConcurrentQueue<RolloutEntryKind> Entries { get; } = [];
    }

    /// <summary>A probe that takes the gate it belongs to.</summary>
    private sealed class GateProbe(IFeatureGate gate, Seen seen) : IRolloutProbe
    {
        public string Name => "smoke";

        public ValueTask<string?> ProbeAsync(string flag, EvaluationContext context, CancellationToken cancellationToken)
        {
            seen.Variants.Enqueue(gate.Decide(flag, context).Variant);
            return new ValueTask<string?>((string?)null);
        }
    }

    private sealed class Pager(Seen seen, RolloutController rollouts) : IRolloutListener
    {
        public string Name => "pager";

        public ValueTask NotifyAsync(RolloutJournalEntry entry, IReadOnlyList<string> escalateTo, CancellationToken cancellationToken)
        {
            Assert.NotNull(rollouts.Find(entry.Flag));
            seen.Entries.Enqueue(entry.Kind);
            return default;
        }
    }

    private sealed class Only(string actor) : IRolloutAuthorizer
    {
        public bool MayCommand(RolloutCommandKind command, string flag, IReadOnlyList<string> operators, string who) => who == actor;

        public bool IsMember(string who, string group) => false;
    }

    private sealed class Scoped;

    private sealed class ScopedPart(Scoped scoped) : IRolloutProbe, IRolloutListener, IRolloutAuthorizer
    {
        public string Name => scoped.ToString()!;

        public ValueTask<string?> ProbeAsync(string flag, EvaluationContext context, CancellationToken cancellationToken) => default;

        public ValueTask NotifyAsync(RolloutJournalEntry entry, IReadOnlyList<string> escalateTo, CancellationToken cancellationToken) => default;

        public bool MayCommand(RolloutCommandKind command, string flag, IReadOnlyList<string> operators, string actor) => true;

        public bool IsMember(string actor, string group) => true;
    }

    private sealed class ScopedStore(Scoped scoped) : StoreAround
    {
        public Scoped Scoped { get; } = scoped;
    }

    /// <summary>Every part at once, which notes whether it is disposed while the gate still uses it.</summary>
    private sealed class Part(string name, Func<bool> isInUse) : StoreAround, IRolloutProbe, IRolloutListener, IRolloutAuthorizer, IDisposable
    {
        public string Name => name;

        public int Disposals { get; private set; }

        public bool WasInUse { get; private set; }

        public ValueTask<string?> ProbeAsync(string flag, EvaluationContext context, CancellationToken cancellationToken) => default;

        public ValueTask NotifyAsync(RolloutJournalEntry entry, IReadOnlyList<string> escalateTo, CancellationToken cancellationToken) => default;

        public bool MayCommand(RolloutCommandKind command, string flag, IReadOnlyList<string> operators, string actor) => true;

        public bool IsMember(string actor, string group) => true;

        public void Dispose()
        {
            Disposals++;
            WasInUse |= isInUse();
        }
    }
}
