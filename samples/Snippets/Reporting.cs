using ModularRollout;
using ModularRollout.Rollouts.Evidence;
using ModularRollout.Rollouts.Reports;

namespace Snippets;

/// <summary>The code about what rollouts report.</summary>
public static class Reporting
{
    public static async Task ReportAsync(FeatureGate gate)
    {
        #region closing-report
        RolloutReport? report = gate.Rollouts.ReportOf("checkout.one-page"); // of the last attempt: closed, or as it stands
        Console.WriteLine(report?.ToMarkdown());

        await gate.Rollouts.AnnotateAsync("checkout.one-page", learnt: "Vouchers were lost on the way.", followUp: "SHOP-311, then attempt 2", actor: "ada");

        RolloutReport? first = RolloutReport.Of(gate.Rollouts.JournalOf("checkout.one-page"), attempt: 1);
        Console.WriteLine($"{first?.Status}: {first?.Learnt}"); // RolledBack: Vouchers were lost on the way.
        #endregion
    }

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
