using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModularRollout.Providers;

namespace ModularRollout.Hosting.Tests;

public sealed class HostingTests
{
    [Fact]
    public async Task StartAsync_Host_StartsAllGatesBeforeOtherServicesAndStopsThem()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHostedService<AsksAtStart>();
        builder.Services.AddModularRollout(flags => flags.AddInMemory("code", memory => memory.Flag("a", flag => flag.Boolean().Otherwise("on")))).AddHosting();
        builder.Services.AddKeyedModularRollout("shop", flags => flags.AddInMemory("code", memory => memory.Flag("b", flag => flag.Boolean().Otherwise("on")))).AddHosting();
        using IHost host = builder.Build();
        FeatureGate gate = host.Services.GetRequiredService<FeatureGate>();
        FeatureGate shop = host.Services.GetRequiredKeyedService<FeatureGate>("shop");

        await host.StartAsync();

        Assert.True(host.Services.GetServices<IHostedService>().OfType<AsksAtStart>().Single().WasOn);
        Assert.True(shop.IsEnabled("b", default));

        await host.StopAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => gate.StartAsync().AsTask());
        Assert.True(gate.IsEnabled("a", default));
    }

    [Fact]
    public async Task StartAsync_GateCannotStart_StopsTheHostStart()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Features:flags:a:nonsense"] = "1" });
        builder.Services.AddModularRollout(flags => flags.AddConfiguration(builder.Configuration.GetSection("Features"))).AddHosting();
        using IHost host = builder.Build();

        await Assert.ThrowsAsync<DefinitionException>(() => host.StartAsync());
    }

    [Fact]
    public async Task StartAsync_OptionsAreWrong_StopsTheHostStart()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddKeyedModularRollout("shop", flags => flags.Configure(options => options.RetryMin = TimeSpan.Zero)).AddHosting();
        using IHost host = builder.Build();

        await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
    }

    [Fact]
    public async Task CheckHealthAsync_GateGoesThroughItsStates_Follows()
    {
        var provider = new InMemoryFlagProvider("memory");
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddModularRollout(flags => flags.AddProvider(provider));
        services.AddHealthChecks().AddModularRollout();
        await using ServiceProvider container = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        HealthCheckService health = container.GetRequiredService<HealthCheckService>();
        FeatureGate gate = container.GetRequiredService<FeatureGate>();

        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync()).Status);

        await gate.StartAsync();
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync()).Status);

        provider.Update("garbage");
        await Eventually.True(() => gate.Status.State == FeatureGateState.Degraded);
        HealthReportEntry entry = (await health.CheckHealthAsync()).Entries["modular-rollout"];
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains("memory: ", entry.Description, StringComparison.Ordinal);
    }

    private sealed class AsksAtStart(IFeatureGate gate) : IHostedService
    {
        public bool WasOn { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            WasOn = gate.IsEnabled("a", default);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
