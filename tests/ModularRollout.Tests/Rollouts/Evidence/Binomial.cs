using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Evidence;

/// <summary>Exact probabilities for laws about means.</summary>
internal static class Binomial
{
    public static double Probability(int n, int x, double p) =>
        Math.Exp(LogGamma.Of(n + 1) - LogGamma.Of(x + 1) - LogGamma.Of(n - x + 1) + (x * Math.Log(p)) + ((n - x) * Math.Log(1 - p)));
}
