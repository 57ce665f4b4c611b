using ModularRollout.Rollouts;
using Storefront.Rollout;

namespace Storefront.Views;

/// <summary>What is said at the end of a run.</summary>
internal static class Closing
{
    public static IEnumerable<(string What, string Sentence)> Of(Verdict verdict)
    {
        string subjects = Words.Count(verdict.After.Subjects);
        yield return ("journal", verdict.Journal.Damage is { } damage
            ? damage.Sentence
            : $"{verdict.Journal.Entries.Count} entries, read back from the store: the chain of hashes is whole.");
        if (verdict.Report is { } report)
        {
            yield return ("learnt", report.Learnt);
            yield return ("to do", report.FollowUp);
        }

        yield return ("before", $"{Words.Count(verdict.Before.Candidates)} of {subjects} subjects got the candidate; content {verdict.Before.ContentHash}");
        yield return ("exposed", $"{Words.Count(verdict.Exposed.Candidates)} of {subjects} in the last look before the end; content {verdict.Exposed.ContentHash}");
        yield return ("after", $"{Words.Count(verdict.After.Candidates)} of {subjects}; content {verdict.After.ContentHash}");
        if (verdict.Status is RolloutStatus.Completed or RolloutStatus.RolledBack)
        {
            yield return ("orders", $"The new checkout sold {Words.Count(verdict.OrdersSince)} orders in the ten minutes since.");
        }

        if (verdict.Status == RolloutStatus.RolledBack)
        {
            yield return ("check", $"{Words.Count(verdict.Restored)} of {subjects} subjects get exactly the variant and value of before the rollout.");
        }

        yield return ("ended", $"{verdict.Status}: {(verdict.IsAsExpected ? "as it should be" : "NOT as it should be")}.");
    }
}
