using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModularRollout;
using ModularRollout.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Runs feature gates with the host: <c>services.AddModularRollout(flags =&gt; flags.AddJsonFile("flags.json")).AddHosting()</c>.</summary>
public static class ModularRolloutHostingExtensions
{
    /// <summary>Starts every gate of the container with the host, before other services start, and stops it with the host, after they have stopped.</summary>
    /// <param name="builder">The builder of any gate.</param>
    /// <returns>The builder.</returns>
    /// <remarks>Once is enough for all gates, with and without a key. A gate that cannot start stops the host, unless its options say that it serves fallbacks.</remarks>
    public static ModularRolloutBuilder AddHosting(this ModularRolloutBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<FeatureGates>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, FeatureGateHost>());
        return builder;
    }

    /// <summary>Adds flags from a configuration section, with every reload.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The section.</param>
    /// <param name="name">The layer's name; <see langword="null"/> for the section's path.</param>
    /// <returns>The builder.</returns>
    public static ModularRolloutBuilder AddConfiguration(this ModularRolloutBuilder builder, IConfiguration section, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddProvider(services => new ConfigurationFlagProvider(
            section, name, services.GetRequiredService<IOptionsMonitor<FeatureGateOptions>>().Get(builder.OptionsName).TimeProvider));
    }

    /// <summary>Adds a health check over every gate of the container.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">What a gate without a snapshot is; <see langword="null"/> for unhealthy.</param>
    /// <param name="tags">Tags of the check.</param>
    /// <returns>The builder.</returns>
    /// <remarks>Degraded, with the reasons, while a gate is degraded or stale: it decides, but somebody should look.</remarks>
    public static IHealthChecksBuilder AddModularRollout(
        this IHealthChecksBuilder builder, string name = "modular-rollout", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<FeatureGates>();
        return builder.Add(new HealthCheckRegistration(
            name, static services => new FeatureGateHealthCheck(services.GetRequiredService<FeatureGates>()), failureStatus, tags));
    }
}
