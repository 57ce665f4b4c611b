using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ModularRollout.Providers;
using ModularRollout.Tests.Providers;

namespace ModularRollout.Tests.DependencyInjection;

public sealed class AddModularRolloutTests
{
    private static readonly EvaluationContext Anyone = new("user-7");
    private static readonly ServiceProviderOptions Strict = new() { ValidateOnBuild = true, ValidateScopes = true };

    [Fact]
    public async Task AddModularRollout_Resolved_IsOneGateNotStarted()
    {
        await using ServiceProvider services = Build(builder => builder.AddInMemory("code", memory => memory.Flag("a", flag => flag.Boolean().Otherwise("on"))));
        FeatureGate gate = services.GetRequiredService<FeatureGate>();

        Assert.Same(gate, services.GetRequiredService<IFeatureGate>());
        Assert.Equal(FeatureGateState.NotReady, gate.Status.State);
        await gate.StartAsync();
        Assert.True(gate.IsEnabled("a", Anyone));
    }

    [Fact]
    public async Task AddModularRollout_Twice_IsOneGateWithAllLayersInOrder()
    {
        var services = new ServiceCollection();
        services.AddModularRollout(builder => builder.AddInMemory("one", memory => memory.Flag("a", flag => flag.Boolean())));
        services.AddModularRollout().AddInMemory("two", memory => memory.Flag("a", flag => flag.Boolean().Otherwise("on")));
        await using ServiceProvider provider = services.BuildServiceProvider(Strict);

        FeatureGate gate = Assert.Single(provider.GetServices<FeatureGate>());
        await gate.StartAsync();

        Assert.Equal(["one", "two"], gate.Status.Layers.Select(layer => layer.Name));
        Assert.True(gate.IsEnabled("a", Anyone));
    }

    [Fact]
    public async Task AddKeyedModularRollout_SeveralGates_AreApart()
    {
        var services = new ServiceCollection();
        services.AddModularRollout(builder => builder.AddInMemory("x", memory => memory.Flag("a", flag => flag.Boolean())));
        services.AddKeyedModularRollout("shop", builder => builder.AddInMemory("x", memory => memory.Flag("a", flag => flag.Boolean().Otherwise("on"))));
        services.AddKeyedModularRollout(7, builder => builder.AddInMemory("x", memory => memory.Flag("b", flag => flag.Boolean())).WithAmbient("region", "eu"));
        await using ServiceProvider provider = services.BuildServiceProvider(Strict);
        var gate = provider.GetRequiredService<FeatureGate>();
        var shop = provider.GetRequiredKeyedService<FeatureGate>("shop");
        var seven = provider.GetRequiredKeyedService<FeatureGate>(7);

        await Task.WhenAll(gate.StartAsync().AsTask(), shop.StartAsync().AsTask(), seven.StartAsync().AsTask());

        Assert.Same(shop, provider.GetRequiredKeyedService<IFeatureGate>("shop"));
        Assert.Equal((false, true), (gate.IsEnabled("a", Anyone), shop.IsEnabled("a", Anyone)));
        Assert.Equal(DecisionError.FlagNotFound, seven.Decide("a", Anyone).Error);
    }

    [Fact]
    public async Task WithAmbient_EveryType_LiesBeneathTheContext()
    {
        await using ServiceProvider services = Build(builder => builder
            .WithAmbient("region", "eu").WithAmbient("level", 3).WithAmbient("load", 0.5).WithAmbient("price", 1.5m).WithAmbient("canary", true)
            .WithAmbient("id", Guid.Empty).WithAmbient("since", DateTimeOffset.UnixEpoch).WithAmbient("zones", ["a", "b"])
            .AddInMemory("code", memory => memory.Flag("a", flag => flag.Boolean().Rule(null, when => when.All(
                when.Attribute("region").In("eu"),
                when.Attribute("level").AtLeast(3),
                when.Attribute("load").LessThan(1),
                when.Attribute("price").AtMost(1.5m),
                when.Attribute("canary").Is(true),
                when.Attribute("id").StartsWith("00000000-"),
                when.Attribute("since").Before(DateTimeOffset.UnixEpoch.AddDays(1)),
                when.Attribute("zones").ContainsAll("a", "b")), "on"))));
        FeatureGate gate = services.GetRequiredService<FeatureGate>();
        await gate.StartAsync();

        Assert.True(gate.IsEnabled("a", Anyone));
        Assert.False(gate.IsEnabled("a", EvaluationContext.For("user-7").With("region", "us").Build()));
    }

    [Fact]
    public void Build_OptionsAreWrong_ReportsEveryErrorAtOnce()
    {
        using ServiceProvider services = Build(builder => builder.Configure(options =>
        {
            options.StartTimeout = TimeSpan.Zero;
            options.FreshWithin = TimeSpan.FromSeconds(1);
            options.RetryMin = TimeSpan.FromMinutes(2);
            options.KillFile = " ";
            options.Limits.Depth = 1;
        }));

        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<FeatureGate>());

        Assert.Equal(5, exception.Failures.Count());
        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
    }

    [Fact]
    public void Build_ProviderNeedsAScopedService_IsRefused()
    {
        var services = new ServiceCollection();
        services.AddScoped<Scoped>();
        services.AddModularRollout().AddProvider<NeedsScoped>();

        Assert.Throws<AggregateException>(() => services.BuildServiceProvider(Strict));
    }

    [Fact]
    public void Resolve_FactoryAsksForAScopedService_IsRefused()
    {
        var services = new ServiceCollection();
        services.AddScoped<Scoped>();
        services.AddModularRollout().AddProvider(provider => new NeedsScoped(provider.GetRequiredService<Scoped>()));
        using ServiceProvider provider = services.BuildServiceProvider(Strict);

        Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<FeatureGate>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_Container_StopsTheGateThenDisposesWhatTheContainerMade(bool isAsync)
    {
        var made = new Disposable("made");
        var passed = new Disposable("passed");
        ServiceProvider services = Build(builder => builder.AddProvider(_ => made).AddProvider(passed).AddProvider<Disposable>());
        FeatureGate gate = services.GetRequiredService<FeatureGate>();
        await gate.StartAsync();

        if (isAsync)
        {
            await services.DisposeAsync();
        }
        else
        {
            services.Dispose();
        }

        Assert.Equal((1, 0), (made.Disposals, passed.Disposals));
        Assert.False(made.WasDisposedWhileAsked);
        Assert.Equal(DecisionError.FlagNotFound, gate.Decide("a", Anyone).Error);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => gate.StartAsync().AsTask());
    }

    [Fact]
    public async Task AddJsonFile_File_UsesTheContainersClock()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("flags.json"), """{"flags":{"a":{"rules":[{"when":{"attribute":"$now","after":"2100-01-01T00:00:00Z"},"serve":"on"}]} } }"""u8.ToArray());
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2101, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        services.AddModularRollout(builder => builder.AddJsonFile(folder.File("flags.json"), "file"));
        await using ServiceProvider provider = services.BuildServiceProvider(Strict);
        FeatureGate gate = provider.GetRequiredService<FeatureGate>();

        await gate.StartAsync();

        Assert.True(gate.IsEnabled("a", Anyone));
        Assert.Equal("file", gate.Status.Layers[0].Name);
    }

    private static ServiceProvider Build(Action<Microsoft.Extensions.DependencyInjection.ModularRolloutBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddModularRollout(configure);
        return services.BuildServiceProvider(Strict);
    }

    private sealed class Scoped;

    private sealed class NeedsScoped(Scoped scoped) : IFlagProvider
    {
        public string Name => scoped.ToString()!;

        public ValueTask<FlagPayload> FetchAsync(string? knownVersion, CancellationToken cancellationToken) => new(FlagPayload.Unchanged);
    }

    private sealed class Disposable(string name) : IFlagProvider, IDisposable
    {
        private readonly InMemoryFlagProvider _inner = new(name);
        private int _asked;

        public Disposable()
            : this("typed")
        {
        }

        public string Name => _inner.Name;

        public int Disposals { get; private set; }

        public bool WasDisposedWhileAsked { get; private set; }

        public async ValueTask<FlagPayload> FetchAsync(string? knownVersion, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            try
            {
                return await _inner.FetchAsync(knownVersion, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _asked);
            }
        }

        public void Dispose()
        {
            Disposals++;
            WasDisposedWhileAsked |= Volatile.Read(ref _asked) > 0;
        }
    }
}
