using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModularRollout;
using ModularRollout.DependencyInjection;
using ModularRollout.Rollouts;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers feature gates.</summary>
public static class ModularRolloutServiceCollectionExtensions
{
    /// <summary>Registers a <see cref="FeatureGate"/>, also as <see cref="IFeatureGate"/>, and its <see cref="RolloutController"/>: one for the container, not started.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Adds providers and sets options.</param>
    /// <returns>A builder to go on configuring with.</returns>
    /// <remarks>May be called several times: there is one gate, and what is configured adds up. Until it is started, by the hosting package or by <see cref="FeatureGate.StartAsync()"/>, keys serve their fallbacks.</remarks>
    public static ModularRolloutBuilder AddModularRollout(this IServiceCollection services, Action<ModularRolloutBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ModularRolloutBuilder builder = Prepare(services, null, Options.Options.DefaultName, out GateRegistrations registrations);
        services.TryAddSingleton(provider => Make(provider, registrations, builder.OptionsName));
        services.TryAddSingleton<IFeatureGate>(static provider => provider.GetRequiredService<FeatureGate>());
        services.TryAddSingleton(static provider => provider.GetRequiredService<FeatureGate>().Rollouts);
        services.TryAddKeyedSingleton(registrations.Rollouts, static (provider, _) => new GateStopper(provider.GetRequiredService<FeatureGate>()));
        configure?.Invoke(builder);
        return builder;
    }

    /// <summary>Registers a <see cref="FeatureGate"/> under a key, also as <see cref="IFeatureGate"/>, and its <see cref="RolloutController"/>: one for the container and key, not started.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The key; its options are named by its text, so keys with equal texts share them.</param>
    /// <param name="configure">Adds providers and sets options.</param>
    /// <returns>A builder to go on configuring with.</returns>
    /// <remarks>As <see cref="AddModularRollout"/>, for several gates in one container.</remarks>
    public static ModularRolloutBuilder AddKeyedModularRollout(
        this IServiceCollection services, object key, Action<ModularRolloutBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(key);
        ModularRolloutBuilder builder = Prepare(services, key, "ModularRollout:" + key, out GateRegistrations registrations);
        services.TryAddKeyedSingleton(key, (provider, _) => Make(provider, registrations, builder.OptionsName));
        services.TryAddKeyedSingleton<IFeatureGate>(key, static (provider, key) => provider.GetRequiredKeyedService<FeatureGate>(key));
        services.TryAddKeyedSingleton(key, static (provider, key) => provider.GetRequiredKeyedService<FeatureGate>(key).Rollouts);
        services.TryAddKeyedSingleton(registrations.Rollouts, (provider, _) => new GateStopper(provider.GetRequiredKeyedService<FeatureGate>(key)));
        configure?.Invoke(builder);
        return builder;
    }

    private static ModularRolloutBuilder Prepare(IServiceCollection services, object? key, string optionsName, out GateRegistrations registrations)
    {
        if (Find(services, key) is { } known)
        {
            registrations = known;
            return new ModularRolloutBuilder(services, key, optionsName, known);
        }

        registrations = new GateRegistrations();
        services.Add(key is null ? ServiceDescriptor.Singleton(registrations) : ServiceDescriptor.KeyedSingleton(key, registrations));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FeatureGateOptions>, FeatureGateOptionsValidator>());
        services.AddOptions<FeatureGateOptions>(optionsName).Configure<IServiceProvider>(static (options, provider) =>
        {
            options.TimeProvider = provider.GetRequiredService<TimeProvider>();
            options.LoggerFactory = provider.GetService<ILoggerFactory>();
        }).ValidateOnStart();
        return new ModularRolloutBuilder(services, key, optionsName, registrations);
    }

    private static GateRegistrations? Find(IServiceCollection services, object? key)
    {
        foreach (ServiceDescriptor service in services)
        {
            if (service.ServiceType == typeof(GateRegistrations) && Equals(service.ServiceKey, key))
            {
                return (GateRegistrations?)(service.IsKeyedService ? service.KeyedImplementationInstance : service.ImplementationInstance);
            }
        }

        return null;
    }

    private static FeatureGate Make(IServiceProvider services, GateRegistrations registrations, string optionsName)
    {
        FeatureGateOptions options = services.GetRequiredService<IOptionsMonitor<FeatureGateOptions>>().Get(optionsName);
        return new FeatureGate(registrations.Layers.Resolve(services), options, registrations.Rollouts.Resolve(services, options.Rollouts));
    }
}
