using ModularRollout;
using ModularRollout.Rollouts.Governance;
using ModularRollout.Rollouts.Portfolios;
using ModularRollout.Rollouts.Runbooks;

namespace Snippets;

/// <summary>The code about runbooks, the portfolio of rollouts, and governance.</summary>
public static class Overseeing
{
    public static async Task WriteRunbookAsync(FeatureGate gate, CancellationToken cancellationToken)
    {
        #region runbook
        RolloutRunbook? runbook = gate.Rollouts.RunbookOf("checkout.one-page"); // null: the flag has no plan
        if (runbook is not null)
        {
            await File.WriteAllTextAsync("runbooks/checkout.one-page.md", runbook.ToMarkdown(), cancellationToken);
        }
        #endregion
    }

    public static void PrintPortfolio(FeatureGate gate)
    {
        #region portfolio
        RolloutPortfolio portfolio = gate.Rollouts.Portfolio();

        foreach (PortfolioItem item in portfolio.Backlog)
        {
            Console.WriteLine($"{item.Position}. {item.Progress.Flag}: {item.Progress.Status}, {item.Progress.SharePercent} %. {string.Join(' ', item.Progress.Waits)}");
        }
        #endregion
    }

    public static int Govern(FeatureGate gate, Func<string, DateTimeOffset?> askMetrics, DateTimeOffset metricsSince)
    {
        #region govern
        GovernanceReport report = gate.Govern(new GovernanceOptions
        {
            CompletedFor = TimeSpan.FromDays(60),
            LastDecidedElsewhere = askMetrics, // when a flag was last decided in any process: your metrics know
            CountedElsewhereSince = metricsSince,
            Ignored = { "MR3107" },
        });

        Console.WriteLine(report.ToMarkdown());
        return report.Count(GovernanceSeverity.Error); // a nightly job fails on errors
        #endregion
    }
}
