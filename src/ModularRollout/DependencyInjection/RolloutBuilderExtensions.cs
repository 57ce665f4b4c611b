using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using ModularRollout;
using ModularRollout.DependencyInjection;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Stores;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what a gate's rollouts need: the store, probes, listeners, and who may command.</summary>
/// <remarks>
/// Everything lives as long as the gate, as singletons: a part that needs a scoped service is refused when the container is built with <c>ValidateOnBuild</c>, or else when the gate is made or started.
/// What the container makes (types and factories), it disposes, after the gate; what was passed in is left to whoever made it. The store is made with the gate. Probes, listeners and the authorizer
/// are made when the gate starts, so they may take the gate, <see cref="IFeatureGate"/> or <see cref="RolloutController"/> themselves.
/// </remarks>
public static class RolloutBuilderExtensions
{
    /// <summary>Keeps journals and evidence in a folder of files: see <see cref="FileRolloutStore"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="directory">The folder, relative to the current directory; it is created when something is first written. Each gate needs one of its own.</param>
    /// <returns>The builder.</returns>
    public static ModularRolloutBuilder UseFileRolloutStore(this ModularRolloutBuilder builder, string directory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        return builder.UseRolloutStore(services =>
            new FileRolloutStore(directory, services.GetRequiredService<IOptionsMonitor<FeatureGateOptions>>().Get(builder.OptionsName).TimeProvider));
    }

    /// <summary>Keeps journals and evidence in a store that exists already; whoever made it disposes it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="store">The store. The last one that is registered is used, before <see cref="RolloutOptions.Store"/>.</param>
    /// <returns>The builder.</returns>
    public static ModularRolloutBuilder UseRolloutStore(this ModularRolloutBuilder builder, IRolloutStore store)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(store);
        builder.Services.AddKeyedSingleton(builder.NewStore(), store);
        return builder;
    }

    /// <summary>Keeps journals and evidence in a store made by a factory; the container disposes it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="factory">Makes the store, once, from singletons.</param>
    /// <returns>The builder.</returns>
    public static ModularRolloutBuilder UseRolloutStore(this ModularRolloutBuilder builder, Func<IServiceProvider, IRolloutStore> factory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        builder.Services.AddKeyedSingleton(builder.NewStore(), (services, _) => factory(services));
        return builder;
    }

    /// <summary>Keeps journals and evidence in a store made by the container, which disposes it.</summary>
    /// <typeparam name="TStore">The store's type; its constructor takes singletons.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static ModularRolloutBuilder UseRolloutStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>(this ModularRolloutBuilder builder)
        where TStore : class, IRolloutStore
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddKeyedSingleton<IRolloutStore, TStore>(builder.NewStore());
        return builder;
    }

    /// <summary>Adds a probe that exists already; whoever made it disposes it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="probe">The probe; its name differs from that of every other.</param>
    /// <returns>The builder.</returns>
    public static ModularRolloutBuilder AddRolloutProbe(this ModularRolloutBuilder builder, IRolloutProbe probe)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(probe);
        builder.Services.AddKeyedSingleton(builder.Rollouts.NextProbe(), probe);
        return builder;
    }

    /// <summary>Adds a probe made by a factory; the container disposes it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="factory">Makes the probe, once, from singletons, the gate among them.</param>
    /// <returns>The builder.</returns>
    public static ModularRolloutBuilder AddRolloutProbe(this ModularRolloutBuilder builder, Func<IServiceProvider, IRolloutProbe> factory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        builder.Services.AddKeyedSingleton(builder.Rollouts.NextProbe(), (services, _) => factory(services));
        return builder;
    }

    /// <summary>Adds a probe made by the container, which disposes it.</summary>
    /// <typeparam name="TProbe">The probe's type; its constructor takes singletons, the gate among them.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static ModularRolloutBuilder AddRolloutProbe<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProbe>(this ModularRolloutBuilder builder)
        where TProbe : class, IRolloutProbe
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddKeyedSingleton<IRolloutProbe, TProbe>(builder.Rollouts.NextProbe());
        return builder;
    }

    /// <summary>Adds a listener that exists already; whoever made it disposes it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="listener">The listener; its name differs from that of every other.</param>
    /// <returns>The builder.</returns>
    public static ModularRolloutBuilder AddRolloutListener(this ModularRolloutBuilder builder, IRolloutListener listener)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(listener);
        builder.Services.AddKeyedSingleton(builder.Rollouts.NextListener(), listener);
        return builder;
    }

    /// <summary>Adds a listener made by a factory; the container disposes it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="factory">Makes the listener, once, from singletons, the gate among them.</param>
    /// <returns>The builder.</returns>
    public static ModularRolloutBuilder AddRolloutListener(this ModularRolloutBuilder builder, Func<IServiceProvider, IRolloutListener> factory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        builder.Services.AddKeyedSingleton(builder.Rollouts.NextListener(), (services, _) => factory(services));
        return builder;
    }

    /// <summary>Adds a listener made by the container, which disposes it.</summary>
    /// <typeparam name="TListener">The listener's type; its constructor takes singletons, the gate among them.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static ModularRolloutBuilder AddRolloutListener<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TListener>(this ModularRolloutBuilder builder)
        where TListener : class, IRolloutListener
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddKeyedSingleton<IRolloutListener, TListener>(builder.Rollouts.NextListener());
        return builder;
    }

    /// <summary>Lets an authorizer that exists already say who may command; whoever made it disposes it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="authorizer">The authorizer. The last one that is registered is used, before <see cref="RolloutOptions.Authorizer"/>.</param>
    /// <returns>The builder.</returns>
    public static ModularRolloutBuilder UseRolloutAuthorizer(this ModularRolloutBuilder builder, IRolloutAuthorizer authorizer)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(authorizer);
        builder.Services.AddKeyedSingleton(builder.NewAuthorizer(), authorizer);
        return builder;
    }

    /// <summary>Lets an authorizer made by a factory say who may command; the container disposes it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="factory">Makes the authorizer, once, from singletons.</param>
    /// <returns>The builder.</returns>
    public static ModularRolloutBuilder UseRolloutAuthorizer(this ModularRolloutBuilder builder, Func<IServiceProvider, IRolloutAuthorizer> factory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        builder.Services.AddKeyedSingleton(builder.NewAuthorizer(), (services, _) => factory(services));
        return builder;
    }

    /// <summary>Lets an authorizer made by the container say who may command; the container disposes it.</summary>
    /// <typeparam name="TAuthorizer">The authorizer's type; its constructor takes singletons.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static ModularRolloutBuilder UseRolloutAuthorizer<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAuthorizer>(this ModularRolloutBuilder builder)
        where TAuthorizer : class, IRolloutAuthorizer
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddKeyedSingleton<IRolloutAuthorizer, TAuthorizer>(builder.NewAuthorizer());
        return builder;
    }

    private static RegistrationKey NewStore(this ModularRolloutBuilder builder)
    {
        var key = new RegistrationKey("store");
        builder.Rollouts.Store = key;
        return key;
    }

    private static RegistrationKey NewAuthorizer(this ModularRolloutBuilder builder)
    {
        var key = new RegistrationKey("authorizer");
        builder.Rollouts.Authorizer = key;
        return key;
    }
}
