using ModularRollout;
using ModularRollout.Rollouts.Evidence;
using ModularRollout.Rollouts.Reports;

namespace Snippets;

/// <summary>The code about what rollouts report.</summary>
public static class Reporting
{
    public static void PrintImpact(FeatureGate gate)
    {
        #region impact
        foreach (AttributeImpact impact in gate.Rollouts.Find("checkout.one-page")!.Impact)
        {
            foreach (ValueImpact value in impact.Values)
            {
                AnytimeInterval rate = value.Candidate.FailureRate(alpha: .05);
                Console.WriteLine($"{impact.Attribute} {value.Value}: {rate.Lower:P2} to {rate.Upper:P2} of the candidate's outcomes fail");
            }
        }
        #endregion
    }
}
