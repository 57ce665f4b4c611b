using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ModularRollout.Hosting;

/// <summary>Reports the worst state of all gates: ready is healthy; degraded and stale are degraded; not ready is unhealthy.</summary>
internal sealed class FeatureGateHealthCheck : IHealthCheck
{
    private readonly FeatureGates _gates;

    public FeatureGateHealthCheck(FeatureGates gates) => _gates = gates;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        FeatureGateStatus[] all = [.. _gates.All.Select(static gate => gate.Status)];
        string description = string.Join(" ", all.SelectMany(static status => status.Reasons));
        return Task.FromResult(
            all.Any(static status => status.State == FeatureGateState.NotReady) ? new HealthCheckResult(context.Registration.FailureStatus, description)
            : all.Any(static status => status.State != FeatureGateState.Ready) ? HealthCheckResult.Degraded(description)
            : HealthCheckResult.Healthy());
    }
}
