using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.DependencyInjection;

/// <summary>The parts that one gate's rollouts take from the container: the keys under which it holds them.</summary>
/// <remarks>
/// The store is made with the gate. Probes, listeners and the authorizer are made when the gate starts, because they may need the gate; then <see cref="GateStopper"/> is made,
/// so that the container, which disposes the last first, stops the gate before it disposes what the gate uses.
/// </remarks>
internal sealed class RolloutRegistrations
{
    private readonly List<object> _probes = [];
    private readonly List<object> _listeners = [];

    /// <summary>Gets or sets the key of the store; the last one that was registered is used.</summary>
    public object? Store { get; set; }

    /// <summary>Gets or sets the key of the authorizer; the last one that was registered is used.</summary>
    public object? Authorizer { get; set; }

    public object NextProbe() => Next(_probes, "probe");

    public object NextListener() => Next(_listeners, "listener");

    /// <summary>Gets a gate's own options of its rollouts, with what the container makes for it.</summary>
    public RolloutOptions Resolve(IServiceProvider services, RolloutOptions options)
    {
        RolloutOptions whole = options.Copy();
        whole.Store = Store is { } store ? services.GetRequiredKeyedService<IRolloutStore>(store) : whole.Store;
        whole.Completing = rest => Complete(services, rest);
        return whole;
    }

    private void Complete(IServiceProvider services, RolloutOptions options)
    {
        _probes.ForEach(key => options.Probes.Add(services.GetRequiredKeyedService<IRolloutProbe>(key)));
        _listeners.ForEach(key => options.Listeners.Add(services.GetRequiredKeyedService<IRolloutListener>(key)));
        options.Authorizer = Authorizer is { } authorizer ? services.GetRequiredKeyedService<IRolloutAuthorizer>(authorizer) : options.Authorizer;
        _ = services.GetRequiredKeyedService<GateStopper>(this);
    }

    private static RegistrationKey Next(List<object> keys, string what)
    {
        var key = new RegistrationKey(string.Create(CultureInfo.InvariantCulture, $"{what} {keys.Count}"));
        keys.Add(key);
        return key;
    }
}
