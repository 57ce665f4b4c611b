using System.Collections.Concurrent;
using ModularRollout.Rollouts;

namespace ModularRollout.Tests.Rollouts.Control.Further;

/// <summary>Says what the banner is for whom the candidate is forced.</summary>
internal sealed class BannerProbe : IRolloutProbe
{
    public string Name => "colour";

    public FeatureGate? Gate { get; set; }

    /// <summary>Gets or sets the answer that it calls wrong.</summary>
    public string? Wrong { get; set; }

    public ConcurrentBag<string> Seen { get; } = [];

    public ValueTask<string?> ProbeAsync(string flag, EvaluationContext context, CancellationToken cancellationToken)
    {
        string? answer = Gate?.Decide(flag, context) is { } decision ? $"{decision.Variant}={decision.Get("")}" : null;
        if (answer is not null)
        {
            Seen.Add(answer);
        }

        return new(answer is not null && answer == Wrong ? $"It is {answer}." : null);
    }
}
