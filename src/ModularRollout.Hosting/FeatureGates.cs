using Microsoft.Extensions.DependencyInjection;

namespace ModularRollout.Hosting;

/// <summary>All gates of a container, with and without a key.</summary>
internal sealed class FeatureGates
{
    private readonly Lazy<List<FeatureGate>> _all;

    public FeatureGates(IServiceProvider services) => _all = new Lazy<List<FeatureGate>>(() =>
    [
        .. services.GetServices<FeatureGate>(),
        .. services.GetKeyedServices<FeatureGate>(KeyedService.AnyKey),
    ]);

    public IReadOnlyList<FeatureGate> All => _all.Value;
}
