using ModularRollout.Testing.Drills;

namespace ModularRollout.Testing;

/// <summary>Names what goes wrong in a run of a drill.</summary>
/// <remarks>Immutable; one may be run any number of times.</remarks>
public sealed class DrillScenario
{
    private readonly Func<DrillFault> _fault;

    private DrillScenario(string name, string description, Func<DrillFault> fault)
    {
        Name = name;
        Description = description;
        _fault = fault;
    }

    /// <summary>Gets the name, by which results tell scenarios apart.</summary>
    public string Name { get; }

    /// <summary>Gets what happens and what is expected, in a sentence.</summary>
    public string Description { get; }

    /// <summary>Nothing goes wrong: the rollout has to complete.</summary>
    /// <returns>The scenario.</returns>
    public static DrillScenario Healthy() => new("healthy", "The candidate is no worse than the baseline; the rollout has to complete.", static () => new NoFault());

    /// <summary>The candidate fails more often from a stage on: the rollout has to be stopped, and every subject to get back what it had.</summary>
    /// <param name="times">How many times as often as the baseline it fails; more than 1.</param>
    /// <param name="fromStage">The stage's name; by default the plan's first stage with a share.</param>
    /// <returns>The scenario.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It does not fail more often.</exception>
    public static DrillScenario CandidateErrors(double times, string? fromStage = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(times, 1);
        return Candidate($"errors x{DrillText.Of(times)}", $"fails {DrillText.Of(times)} times as often as the baseline", new CandidateBehavior(ErrorTimes: times), fromStage);
    }

    /// <summary>The candidate takes longer from a stage on: the rollout has to be stopped, and every subject to get back what it had.</summary>
    /// <param name="times">How many times as long it takes; more than 1, or 1 with something <paramref name="plus"/>.</param>
    /// <param name="plus">How much longer it takes on top.</param>
    /// <param name="fromStage">The stage's name; by default the plan's first stage with a share.</param>
    /// <returns>The scenario.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It does not take longer.</exception>
    public static DrillScenario CandidateSlow(double times, TimeSpan plus = default, string? fromStage = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(plus, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfEqual(times == 1 && plus == TimeSpan.Zero, true, nameof(times));
        string what = plus == TimeSpan.Zero ? $"x{DrillText.Of(times)}" : times == 1 ? $"+{DrillText.Of(plus)}" : $"x{DrillText.Of(times)} +{DrillText.Of(plus)}";
        return Candidate($"slow {what}", $"takes longer than the baseline ({what})", new CandidateBehavior(SlowTimes: times, SlowBy: plus), fromStage);
    }

    /// <summary>The candidate causes a custom event more often from a stage on: the rollout has to be stopped, and every subject to get back what it had.</summary>
    /// <param name="name">The event's name, as a guard of the plan names it.</param>
    /// <param name="times">How many times as often as the baseline; more than 1.</param>
    /// <param name="fromStage">The stage's name; by default the plan's first stage with a share.</param>
    /// <returns>The scenario.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">It does not cause the event more often.</exception>
    public static DrillScenario CandidateEvents(string name, double times, string? fromStage = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(times, 1);
        return Candidate($"{name} x{DrillText.Of(times)}", $"causes `{name}` {DrillText.Of(times)} times as often as the baseline", new CandidateBehavior(Event: name, EventTimes: times), fromStage);
    }

    /// <summary>Outcomes get lost while decisions go on: nothing may advance, and after <c>maxBlind</c> the plan has to do what it says. Where it holds, the outcomes come back, somebody resumes, and the rollout has to complete.</summary>
    /// <param name="fromStage">The name of the stage in which it begins; by default the plan's first stage with a share.</param>
    /// <returns>The scenario.</returns>
    public static DrillScenario MetricsOutage(string? fromStage = null) => new(
        Named("metrics outage", "from", fromStage),
        "Decisions are made and no outcomes come; nothing may advance, and after `maxBlind` the rollout has to be stopped.",
        () => new OutageFault(fromStage));

    /// <summary>The controlling process dies in the middle of every transition, once before its entry is written and once after, and is started again on its files: the rollout has to complete.</summary>
    /// <returns>The scenario.</returns>
    public static DrillScenario ControllerCrash() => new(
        "controller crash",
        "The controlling process dies in the middle of every transition, before and after its entry is written; what was written has to be in force after the restart, and the rollout to complete.",
        static () => new CrashFault(CandidateBehavior.AsBaseline));

    /// <summary>The candidate fails more often, and the controlling process dies in the middle of the rollback, once before its entry is written and once after: after the restart the rollout has to be rolled back.</summary>
    /// <param name="times">How many times as often as the baseline the candidate fails; more than 1.</param>
    /// <returns>The scenario.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It does not fail more often.</exception>
    public static DrillScenario CrashInRollback(double times = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(times, 1);
        return new DrillScenario(
            "crash in rollback",
            $"The candidate fails {DrillText.Of(times)} times as often as the baseline, and the controlling process dies while it rolls back; after the restart the rollout has to be rolled back.",
            () => new CrashFault(new CandidateBehavior(ErrorTimes: times)));
    }

    /// <summary>The controlling process dies while it writes, and leaves half an entry at the end of its journal: that is cut off and reported, and the rollout has to complete.</summary>
    /// <param name="atStage">The name of the stage in which it happens; by default the plan's first stage with a share.</param>
    /// <returns>The scenario.</returns>
    public static DrillScenario TornJournal(string? atStage = null) => new(
        Named("torn journal", "in", atStage),
        "The controlling process dies and leaves half an entry at the end of its journal; that has to be cut off and reported, and the rollout to complete.",
        () => new TailFault(isTorn: true, atStage));

    /// <summary>Somebody alters the journal's last entry while the controlling process is down: nobody can vouch for the rollout any more, and every subject has to get the baseline.</summary>
    /// <param name="atStage">The name of the stage in which it happens; by default the plan's first stage with a share.</param>
    /// <returns>The scenario.</returns>
    public static DrillScenario AlteredJournal(string? atStage = null) => new(
        Named("altered journal", "in", atStage),
        "The last entry of the journal is altered while the controlling process is down; nobody may believe it, and every subject has to get what it got before the rollout.",
        () => new TailFault(isTorn: false, atStage));

    /// <summary>The time of day jumps forth and back by hours in every stage: no stage may be shorter than its dwell, and the rollout has to complete.</summary>
    /// <param name="by">How far it jumps; 6 hours unless said. Every second jump goes back twice as far.</param>
    /// <returns>The scenario.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It does not jump forth.</exception>
    public static DrillScenario ClockJumps(TimeSpan? by = null)
    {
        TimeSpan jump = by ?? TimeSpan.FromHours(6);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(jump, TimeSpan.Zero, nameof(by));
        return new DrillScenario(
            "clock jumps",
            $"The time of day jumps forth by {DrillText.Of(jump)} and back twice as far, in turn, in every stage; no stage may be shorter than its dwell, and the rollout has to complete.",
            () => new ClockFault(jump));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal DrillFault MakeFault() => _fault();

    private static DrillScenario Candidate(string name, string what, CandidateBehavior behavior, string? fromStage) => new(
        Named(name, "from", fromStage),
        $"The candidate {what} from {(fromStage is null ? "the first stage with a share" : $"stage `{fromStage}`")} on; it has to be stopped, and every subject to get back what it had.",
        () => new CandidateFault(behavior, what, fromStage));

    private static string Named(string name, string preposition, string? stage) => stage is null ? name : $"{name} {preposition} {stage}";
}
