using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;

namespace ModularRollout.Benchmarks.Peers;

/// <summary>Microsoft.FeatureManagement, configured as its documentation says, from configuration in memory.</summary>
internal sealed class FeatureManagementPeer : IDisposable
{
    private readonly ServiceProvider _services;

    public FeatureManagementPeer(IConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.AddFeatureManagement().AddFeatureFilter<CountryFilter>().AddFeatureFilter<PlanFilter>().AddFeatureFilter<EmailShareFilter>();
        _services = services.BuildServiceProvider();
        Manager = _services.GetRequiredService<IVariantFeatureManager>();
    }

    public IVariantFeatureManager Manager { get; }

    public static FeatureManagementPeer OfScenarios(bool telemetry = false)
    {
        string json = FeatureManagementDocument.Scenarios.Replace("TELEMETRY", telemetry ? "true" : "false", StringComparison.Ordinal);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return new FeatureManagementPeer(new ConfigurationBuilder().AddJsonStream(stream).Build());
    }

    public void Dispose() => _services.Dispose();
}
