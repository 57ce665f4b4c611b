using Microsoft.Extensions.Hosting;

namespace ModularRollout.Hosting;

/// <summary>Starts all gates before the host starts anything else, and stops them after everything has stopped.</summary>
internal sealed class FeatureGateHost : IHostedLifecycleService
{
    private readonly FeatureGates _gates;

    public FeatureGateHost(FeatureGates gates) => _gates = gates;

    public Task StartingAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_gates.All.Select(gate => gate.StartAsync(cancellationToken).AsTask()));

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_gates.All.Select(static gate => gate.DisposeAsync().AsTask()));
}
