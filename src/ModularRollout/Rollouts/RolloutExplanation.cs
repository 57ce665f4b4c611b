using System.Globalization;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts;

/// <summary>Writes where a rollout stands, and why, as a step of an explanation.</summary>
internal static class RolloutExplanation
{
    public static ExplanationStep Of(RolloutProgress progress, DecisionArm arm)
    {
        var steps = new List<ExplanationStep>();
        if (progress.Stage is { } stage)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"attempt {progress.Attempt}, stage `{stage.Name}` ({stage.Index + 1} of {progress.Plan.Stages.Count})");
            steps.Add(new ExplanationStep(text, null, $"{ReachOf(progress.SharePercent, stage)}; the subject is in {ArmOf(arm)}"));
        }
        else if (progress.End is { Stage: { } left } end)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"attempt {progress.Attempt} ended in stage `{left.Name}`");
            steps.Add(new ExplanationStep(text, null, ReachOf(end.SharePercent, left)));
        }

        foreach (string wait in progress.Waits)
        {
            steps.Add(new ExplanationStep("waits", null, wait));
        }

        string when = progress.Readings.Count > 0 ? "" : " at the end";
        foreach (GuardReading reading in progress.LastReadings)
        {
            steps.Add(new ExplanationStep($"guard {reading.Guard}{when}", AppliesOf(reading.Verdict), reading.Sentence.Length == 0 ? $"{reading.Verdict}" : $"{reading.Verdict}. {reading.Sentence}"));
        }

        if (!progress.IsControlled)
        {
            steps.Add(new ExplanationStep("another process controls the rollout, this one follows"));
        }

        return new ExplanationStep("rollout", null, StandOf(progress), steps);
    }

    private static string StandOf(RolloutProgress progress)
    {
        string status = progress.HoldReason == RolloutHoldReason.None ? $"{progress.Status}" : $"{progress.Status} ({progress.HoldReason})";
        return progress is { Since: { } since, Actor: { } actor } ? $"{status} since {Sentences.Of(since)}, by {actor}: {progress.Reason}" : status;
    }

    private static string ReachOf(decimal percent, RolloutStage stage)
    {
        string share = $"{Sentences.Of(percent)} of random traffic";
        return stage.Audience is not { } audience ? share
            : percent > 0 ? $"audience `{audience}` and {share}"
            : $"audience `{audience}`";
    }

    private static string ArmOf(DecisionArm arm) => arm switch
    {
        DecisionArm.Candidate => "the candidate's arm",
        DecisionArm.Baseline => "the baseline's arm",
        _ => "no arm",
    };

    private static bool? AppliesOf(GuardVerdict verdict) => verdict switch
    {
        GuardVerdict.Breach => false,
        GuardVerdict.Unknown or GuardVerdict.Inconclusive => null,
        _ => true,
    };
}
