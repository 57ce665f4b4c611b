using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Testing.Drills;

/// <summary>What holds in every run, whatever goes wrong in it.</summary>
internal static class DrillChecks
{
    /// <summary>No stage that was passed may have been shorter than its dwell.</summary>
    public static IEnumerable<string> OfDwell(DrillRun run)
    {
        for (int i = 0; i + 1 < run.Stages.Count; i++)
        {
            DrillStage stage = run.Stages[i];
            TimeSpan dwell = run.StageOf(stage.Name).Dwell;
            TimeSpan lasted = stage.Left - stage.Entered;
            if (lasted < dwell)
            {
                yield return $"Stage `{stage.Name}` was left after {DrillText.Of(lasted)}, before its dwell of {DrillText.Of(dwell)}.";
            }
        }
    }

    /// <summary>After a rollback, or where nobody can vouch for the journal, every subject gets what it got before.</summary>
    public static IEnumerable<string> OfReversal(DrillRun run, ServedVariants before, DateTimeOffset startedAt)
    {
        bool isBack = run.Progress.Status == RolloutStatus.RolledBack || run.Progress.Damage is not null;
        if (!isBack || before.Differences(Served(run), run.Setup.Subjects) is null)
        {
            return [];
        }

        // A rule of the flag may depend on the time: what counts is what is decided for the same instant.
        var again = ServedVariants.Of(run.Setup.Subjects, subject => run.System.Gate.Current.Replay(run.Plan.Flag, subject, startedAt));
        return before.Differences(again, run.Setup.Subjects) is { } differences ? [differences] : [];
    }

    /// <summary>A ring that no subject is in would wait for ever.</summary>
    /// <returns>What is wrong; <see langword="null"/> where nothing is.</returns>
    public static string? OfRing(DrillRun run, RolloutStage? stage) => stage is { IsRing: true } && Served(run).CountOf(run.Plan.Candidate) == 0
        ? $"None of the {DrillText.Of(run.Setup.Subjects.Length)} subjects is in audience `{stage.Audience}`: make some that are with `Traffic.Subject`."
        : null;

    /// <summary>Gets what every subject gets now.</summary>
    public static ServedVariants Served(DrillRun run) => ServedVariants.Of(run.Setup.Subjects, subject => run.System.Gate.Decide(run.Plan.Flag, subject));
}
