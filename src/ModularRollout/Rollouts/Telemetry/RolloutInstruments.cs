using System.Diagnostics.Metrics;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Telemetry;

/// <summary>The instruments of a gate's rollouts: where they stand, read when it is asked for.</summary>
internal static class RolloutInstruments
{
    /// <summary>Adds them to the gate's meter.</summary>
    /// <remarks>Meters are known to the whole process; this holds the controller weakly, as the meter holds its gate.</remarks>
    public static void Add(Meter meter, RolloutController controller)
    {
        var measures = new RolloutMeasures(controller);
        meter.CreateObservableGauge("modular_rollout.controlling", measures.Controlling, "{controller}", "Whether this process controls the rollouts: 1, or 0 where it follows.");
        AddPosition(meter, measures);
        AddEvidence(meter, measures);
        AddGuards(meter, measures);
    }

    private static void AddPosition(Meter meter, RolloutMeasures measures)
    {
        meter.CreateObservableGauge("modular_rollout.rollout.status", () => measures.Each(static progress => (long)progress.Status), "{status}", "The rollout's status, as a number.");
        meter.CreateObservableGauge("modular_rollout.rollout.attempt", () => measures.Each(static progress => (long)progress.Attempt), "{attempt}", "The attempt; 0 before the first.");
        meter.CreateObservableGauge(
            "modular_rollout.rollout.stage", () => measures.Each(static progress => (long)(progress.Stage?.Index ?? -1)), "{stage}", "The index of the stage that is exposed; -1 where none is.");
        meter.CreateObservableGauge(
            "modular_rollout.rollout.share", () => measures.Each(static progress => (double)progress.SharePercent), "%", "The share of random traffic that gets the candidate, in percent.");
        meter.CreateObservableGauge(
            "modular_rollout.rollout.waits", () => measures.Each(static progress => (long)progress.Waits.Count), "{reason}", "How many reasons keep the rollout from advancing.");
        meter.CreateObservableGauge(
            "modular_rollout.rollout.pending", () => measures.Each(static progress => (long)progress.Pending), "{entry}", "Entries that the store has not accepted yet.");
        meter.CreateObservableGauge(
            "modular_rollout.rollout.in_trouble", () => measures.Each(static progress => progress.Damage is null ? 0L : 1L), "{rollout}", "Whether the journal is damaged or its store fails.");
    }

    private static void AddEvidence(Meter meter, RolloutMeasures measures)
    {
        meter.CreateObservableGauge("modular_rollout.rollout.dwell", () => measures.Guarded(static progress => progress.Dwell.TotalSeconds), "s", "The healthy time of the stage.");
        meter.CreateObservableGauge(
            "modular_rollout.rollout.blind", () => measures.Guarded(static progress => progress.Blind.TotalSeconds), "s", "The time since somebody last knew how the candidate does.");
        meter.CreateObservableGauge(
            "modular_rollout.rollout.subjects", () => measures.Guarded(static progress => progress.Subjects), "{subject}", "Distinct candidate subjects with an outcome in this stage.");
        meter.CreateObservableGauge(
            "modular_rollout.rollout.outcomes",
            () => measures.Arms(static progress => (progress.CandidateOutcomes, progress.BaselineOutcomes)),
            "{outcome}",
            "Settled outcomes of this stage.");
        meter.CreateObservableGauge(
            "modular_rollout.rollout.failures", () => measures.Arms(FailuresOf), "{outcome}", "Settled outcomes of this stage that failed, where a guard counts them.");
        meter.CreateObservableGauge(
            "modular_rollout.rollout.late", () => measures.Guarded(static progress => progress.LateOutcomes), "{outcome}", "Outcomes of this stage that came later than `settle`.");
        meter.CreateObservableGauge(
            "modular_rollout.rollout.dropped", () => measures.Guarded(static progress => progress.DroppedOutcomes), "{outcome}", "Outcomes of this stage that were dropped.");
    }

    private static void AddGuards(Meter meter, RolloutMeasures measures)
    {
        meter.CreateObservableGauge(
            "modular_rollout.guard.verdict", () => measures.Guards<long>(static reading => (long)reading.Verdict), "{verdict}", "What the guard says, as a number; 0 is a breach.");
        meter.CreateObservableGauge(
            "modular_rollout.guard.log_e", () => measures.Guards(static reading => Finite(reading.Log)), "1", "The natural logarithm of the guard's statistic.");
        meter.CreateObservableGauge(
            "modular_rollout.guard.log_e.limit", () => measures.Guards(static reading => Finite(reading.LogLimit)), "1", "The natural logarithm at which the guard is breached.");
        meter.CreateObservableGauge(
            "modular_rollout.guard.events",
            () => measures.GuardArms(static reading => (reading.CandidateEvents, reading.BaselineEvents)),
            "{event}",
            "The guard's events in this stage, such as failures.");
    }

    /// <summary>Gets the failures of the arms, as the first guard on errors counts them.</summary>
    private static (long Candidate, long Baseline)? FailuresOf(RolloutProgress progress)
    {
        foreach (RolloutGuard guard in progress.Plan.Guards)
        {
            if (guard.Events.Kind == GuardEventKind.Errors && guard.Index < progress.Readings.Count)
            {
                GuardReading reading = progress.Readings[guard.Index];
                return (reading.CandidateEvents, reading.BaselineEvents);
            }
        }

        return null;
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
