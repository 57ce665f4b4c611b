using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Testing.Drills;

namespace ModularRollout.Testing;

/// <summary>Checks where a rollout stands, with any test framework.</summary>
/// <remarks>What fails says where the rollout stands instead, and what it waits for.</remarks>
public static class RolloutAssertions
{
    /// <summary>Checks that a rollout runs in a stage.</summary>
    /// <param name="progress">Where it stands: <see cref="RolloutController.Find"/>.</param>
    /// <param name="stage">The stage's name.</param>
    /// <returns>The progress.</returns>
    /// <exception cref="RolloutAssertionException">It does not.</exception>
    public static RolloutProgress ShouldRunIn(this RolloutProgress? progress, string stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return Check(progress, progress?.Status == RolloutStatus.Running && progress.Stage?.Name == stage, $"be Running in stage `{stage}`");
    }

    /// <summary>Checks that a rollout has a status.</summary>
    /// <param name="progress">Where it stands: <see cref="RolloutController.Find"/>.</param>
    /// <param name="status">The status, such as <see cref="RolloutStatus.AwaitingApproval"/>.</param>
    /// <returns>The progress.</returns>
    /// <exception cref="RolloutAssertionException">It has another.</exception>
    public static RolloutProgress ShouldBe(this RolloutProgress? progress, RolloutStatus status) => Check(progress, progress?.Status == status, $"be {status}");

    /// <summary>Checks that a rollout has completed.</summary>
    /// <param name="progress">Where it stands: <see cref="RolloutController.Find"/>.</param>
    /// <returns>The progress.</returns>
    /// <exception cref="RolloutAssertionException">It has not.</exception>
    public static RolloutProgress ShouldBeCompleted(this RolloutProgress? progress) => progress.ShouldBe(RolloutStatus.Completed);

    /// <summary>Checks that a rollout holds for a reason.</summary>
    /// <param name="progress">Where it stands: <see cref="RolloutController.Find"/>.</param>
    /// <param name="reason">The reason.</param>
    /// <returns>The progress.</returns>
    /// <exception cref="RolloutAssertionException">It does not.</exception>
    public static RolloutProgress ShouldHold(this RolloutProgress? progress, RolloutHoldReason reason) =>
        Check(progress, progress?.Status == RolloutStatus.Holding && progress.HoldReason == reason, $"hold because of {reason}");

    /// <summary>Checks that a rollout waits for something.</summary>
    /// <param name="progress">Where it stands: <see cref="RolloutController.Find"/>.</param>
    /// <param name="what">A part of the sentence that says so.</param>
    /// <returns>The progress.</returns>
    /// <exception cref="RolloutAssertionException">No sentence has it.</exception>
    public static RolloutProgress ShouldWaitFor(this RolloutProgress? progress, string what)
    {
        ArgumentNullException.ThrowIfNull(what);
        return Check(progress, progress?.Waits.Any(sentence => sentence.Contains(what, StringComparison.Ordinal)) ?? false, $"wait for \"{what}\"");
    }

    /// <summary>Checks that a rollout was rolled back because a guard reached its limit.</summary>
    /// <param name="journal">Its journal: <see cref="RolloutController.JournalOf"/>.</param>
    /// <param name="guard">The guard's name.</param>
    /// <returns>The journal.</returns>
    /// <exception cref="RolloutAssertionException">It was not, or because of something else.</exception>
    public static RolloutJournal ShouldBeRolledBackBy(this RolloutJournal journal, string guard)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(guard);
        RolloutJournalEntry? last = journal.Entries.LastOrDefault(static entry => entry.From.Status != entry.To.Status);
        bool isRight = last is { Kind: RolloutEntryKind.RollBack } && last.To.Guard == guard;
        return isRight ? journal : throw new RolloutAssertionException(
            $"The rollout of `{journal.Flag}` should have been rolled back by guard `{guard}`. Its journal says: {DrillSentences.Of(last)}");
    }

    internal static string Describe(RolloutProgress progress)
    {
        string stage = (progress.Stage ?? progress.End?.Stage) is { } at ? $" in stage `{at.Name}`" : "";
        string end = progress.Stage is null && progress.End is { } ended ? $" {ended.Reason}" : "";
        string hold = progress.HoldReason == RolloutHoldReason.None ? "" : $" ({progress.HoldReason})";
        string damage = progress.Damage is { } damaged ? $" {damaged}" : "";
        string waits = progress.Waits.Count == 0 ? "" : $" {string.Join(' ', progress.Waits)}";
        return $"It is {progress.Status}{hold}{stage}.{end}{damage}{waits}";
    }

    private static RolloutProgress Check(RolloutProgress? progress, bool isRight, string what)
    {
        if (progress is null)
        {
            throw new RolloutAssertionException($"The rollout should {what}. There is none: the flag has no plan.");
        }

        return isRight ? progress : throw new RolloutAssertionException($"The rollout of `{progress.Flag}` should {what}. {Describe(progress)}");
    }
}
