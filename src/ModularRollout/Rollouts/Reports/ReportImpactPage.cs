using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Rollouts.Reports;

/// <summary>The impact of one stage by the values of attributes, as tables.</summary>
internal static class ReportImpactPage
{
    public static void Write(MarkdownWriter page, StageReport stage, double alpha)
    {
        foreach (AttributeImpact impact in stage.Impact)
        {
            if (impact.Values.Count > 0)
            {
                page.Heading(2, $"Impact by {impact.Attribute:code} in stage {stage.Name:code}");
                WriteTable(page, impact, alpha);
            }
        }
    }

    private static void WriteTable(MarkdownWriter page, AttributeImpact impact, double alpha)
    {
        bool hasRing = false;
        foreach (ValueImpact value in impact.Values)
        {
            hasRing |= value.Ring.Outcomes > 0;
        }

        page.Table(Columns(hasRing));
        foreach (ValueImpact value in impact.Values)
        {
            MarkdownText[] arms = [Failures(value.Candidate, alpha), Mean(value.Candidate), Failures(value.Baseline, alpha), Mean(value.Baseline)];
            MarkdownText[] ring = hasRing ? [Failures(value.Ring, alpha), Mean(value.Ring)] : [];
            page.Row([value.Value, .. arms, .. ring]);
        }
    }

    private static MarkdownText[] Columns(bool hasRing)
    {
        MarkdownText[] arms = ["value", "candidate fails", "mean", "baseline fails", "mean"];
        return hasRing ? [.. arms, "rings fail", "mean"] : arms;
    }

    private static MarkdownText Failures(in ArmImpact arm, double alpha)
    {
        AnytimeInterval rate = arm.FailureRate(alpha);
        return arm.Outcomes == 0 ? "" : (MarkdownText)$"{arm.Failures} of {arm.Outcomes}, from {100 * rate.Lower:0.###} % to {100 * rate.Upper:0.###} %";
    }

    private static MarkdownText Mean(in ArmImpact arm) => arm.Outcomes == 0 ? "" : (MarkdownText)$"{arm.MeanDuration.TotalMilliseconds:0.#} ms";
}
