using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using ModularRollout;
using ModularRollout.DependencyInjection;
using ModularRollout.Providers;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Configures one feature gate of a container.</summary>
/// <remarks>
/// Providers are layers in the order in which they are added: a flag of a later one replaces that of an earlier one. They live as long as the gate, as singletons:
/// a provider that needs a scoped service is refused when the container is built with <c>ValidateOnBuild</c>, or else when the gate is made.
/// What the container makes (types and factories), it disposes, after the gate; what was passed in is left to whoever made it.
/// </remarks>
public sealed class ModularRolloutBuilder
{
    private readonly LayerRegistrations _layers;

    internal ModularRolloutBuilder(IServiceCollection services, object? key, string optionsName, GateRegistrations registrations)
    {
        Services = services;
        Key = key;
        OptionsName = optionsName;
        _layers = registrations.Layers;
        Rollouts = registrations.Rollouts;
    }

    /// <summary>Gets the services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Gets the key under which the gate is registered.</summary>
    /// <value><see langword="null"/> for the gate without a key.</value>
    public object? Key { get; }

    /// <summary>Gets the name of the gate's <see cref="FeatureGateOptions"/>.</summary>
    public string OptionsName { get; }

    internal RolloutRegistrations Rollouts { get; }

    /// <summary>Adds a JSON file, which is watched.</summary>
    /// <param name="path">The file, relative to the current directory.</param>
    /// <param name="name">The layer's name; <see langword="null"/> for the path as given.</param>
    /// <returns>This builder.</returns>
    public ModularRolloutBuilder AddJsonFile(string path, string? name = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return AddProvider(services =>
        {
            FeatureGateOptions options = services.GetRequiredService<IOptionsMonitor<FeatureGateOptions>>().Get(OptionsName);
            return new JsonFileFlagProvider(path, name, options.TimeProvider, options.Limits.DocumentBytes);
        });
    }

    /// <summary>Adds flags defined in code.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="define">Defines the flags.</param>
    /// <returns>This builder.</returns>
    public ModularRolloutBuilder AddInMemory(string name, Action<InMemoryFlagProvider> define)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(define);
        return AddProvider(services =>
        {
            var provider = new InMemoryFlagProvider(name, services.GetRequiredService<IOptionsMonitor<FeatureGateOptions>>().Get(OptionsName).TimeProvider);
            define(provider);
            return provider;
        });
    }

    /// <summary>Adds a provider that exists already; whoever made it disposes it.</summary>
    /// <param name="provider">The provider.</param>
    /// <returns>This builder.</returns>
    public ModularRolloutBuilder AddProvider(IFlagProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        Services.AddKeyedSingleton(_layers.Next(), provider);
        return this;
    }

    /// <summary>Adds a provider made by a factory; the container disposes it.</summary>
    /// <param name="factory">Makes the provider, once, from singletons.</param>
    /// <returns>This builder.</returns>
    public ModularRolloutBuilder AddProvider(Func<IServiceProvider, IFlagProvider> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Services.AddKeyedSingleton(_layers.Next(), (services, _) => factory(services));
        return this;
    }

    /// <summary>Adds a provider made by the container, which disposes it.</summary>
    /// <typeparam name="TProvider">The provider's type; its constructor takes singletons.</typeparam>
    /// <returns>This builder.</returns>
    public ModularRolloutBuilder AddProvider<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TProvider>()
        where TProvider : class, IFlagProvider
    {
        Services.AddKeyedSingleton<IFlagProvider, TProvider>(_layers.Next());
        return this;
    }

    /// <summary>Configures the gate's options.</summary>
    /// <param name="configure">Changes the options.</param>
    /// <returns>This builder.</returns>
    public ModularRolloutBuilder Configure(Action<FeatureGateOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(OptionsName, configure);
        return this;
    }

    /// <summary>Sets a text attribute that lies beneath those of every context.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    public ModularRolloutBuilder WithAmbient(string name, string? value) => Configure(options => options.WithAmbient(name, value));

    /// <summary>Sets a whole number that lies beneath the attributes of every context.</summary>
    /// <inheritdoc cref="WithAmbient(string, string?)"/>
    public ModularRolloutBuilder WithAmbient(string name, long value) => Configure(options => options.WithAmbient(name, value));

    /// <summary>Sets a number that lies beneath the attributes of every context.</summary>
    /// <inheritdoc cref="WithAmbient(string, string?)"/>
    public ModularRolloutBuilder WithAmbient(string name, double value) => Configure(options => options.WithAmbient(name, value));

    /// <summary>Sets a decimal number that lies beneath the attributes of every context.</summary>
    /// <inheritdoc cref="WithAmbient(string, string?)"/>
    public ModularRolloutBuilder WithAmbient(string name, decimal value) => Configure(options => options.WithAmbient(name, value));

    /// <summary>Sets a boolean that lies beneath the attributes of every context.</summary>
    /// <inheritdoc cref="WithAmbient(string, string?)"/>
    public ModularRolloutBuilder WithAmbient(string name, bool value) => Configure(options => options.WithAmbient(name, value));

    /// <summary>Sets an id that lies beneath the attributes of every context.</summary>
    /// <inheritdoc cref="WithAmbient(string, string?)"/>
    public ModularRolloutBuilder WithAmbient(string name, Guid value) => Configure(options => options.WithAmbient(name, value));

    /// <summary>Sets an instant that lies beneath the attributes of every context.</summary>
    /// <inheritdoc cref="WithAmbient(string, string?)"/>
    public ModularRolloutBuilder WithAmbient(string name, DateTimeOffset value) => Configure(options => options.WithAmbient(name, value));

    /// <summary>Sets a list of texts that lies beneath the attributes of every context.</summary>
    /// <inheritdoc cref="WithAmbient(string, string?)"/>
    public ModularRolloutBuilder WithAmbient(string name, ReadOnlySpan<string> value)
    {
        string[] values = value.ToArray();
        return Configure(options => options.WithAmbient(name, values.AsSpan()));
    }
}
