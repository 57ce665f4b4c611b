using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Testing.Drills;

/// <summary>The subjects: they come, get a decision of the real gate, and report what became of it.</summary>
internal sealed class DrillVisitors
{
    private const int Quantiles = 4096;

    private readonly DrillSetup _setup;
    private readonly TimeSpan[] _durations = new TimeSpan[Quantiles];
    private readonly string[] _events;
    private DrillDice _dice;
    private double _due;

    public DrillVisitors(DrillSetup setup)
    {
        _setup = setup;
        _dice = new DrillDice(setup.Traffic.Seed);
        Whole = new DrillTally(setup.Subjects.Length, setup.Traffic.ErrorRate);
        for (int i = 0; i < Quantiles; i++)
        {
            double z = NormalQuantile.Of((i + .5) / Quantiles);
            _durations[i] = setup.Traffic.MedianDuration * Math.Exp(setup.Traffic.DurationSpread * z);
        }

        var events = new SortedSet<string>(StringComparer.Ordinal);
        foreach (RolloutGuard guard in setup.Plan.Guards)
        {
            if (guard.Events.Kind == GuardEventKind.Custom)
            {
                events.Add(guard.Events.Name!);
            }
        }

        _events = [.. events];
    }

    /// <summary>Gets what the candidate did in the whole run.</summary>
    public DrillTally Whole { get; }

    /// <summary>Gets what it did since the fault set in; <see langword="null"/> before.</summary>
    public DrillTally? SinceOnset { get; private set; }

    /// <summary>Gets or sets how the candidate behaves.</summary>
    public CandidateBehavior Candidate { get; set; } = CandidateBehavior.AsBaseline;

    /// <summary>Gets whether it is worse than the baseline.</summary>
    public bool IsCandidateWorse => Candidate != CandidateBehavior.AsBaseline;

    /// <summary>Gets or sets whether outcomes get lost.</summary>
    public bool AreOutcomesLost { get; set; }

    /// <summary>Begins to count since the onset of a fault.</summary>
    public void SetIn() => SinceOnset ??= new DrillTally(_setup.Subjects.Length, _setup.Traffic.ErrorRate);

    /// <summary>Lets those come who come in a stretch of time.</summary>
    public void Visit(FeatureGate gate, TimeSpan time)
    {
        double visits = _setup.Traffic.VisitsPerSecond * time.TotalSeconds;
        _due += IsCandidateWorse ? visits : Math.Min(visits, _setup.Traffic.MostVisitsPerLook);
        for (; _due >= 1; _due--)
        {
            VisitOnce(gate);
        }
    }

    private void VisitOnce(FeatureGate gate)
    {
        int subject = _dice.Below(_setup.Subjects.Length);
        Decision decision = gate.Decide(_setup.Plan.Flag, _setup.Subjects[subject]);
        bool isCandidate = decision.Reason == DecisionReason.Rollout && decision.Variant == _setup.Plan.Candidate;
        CandidateBehavior behavior = isCandidate ? Candidate : CandidateBehavior.AsBaseline;
        bool isFailure = _dice.Happens(_setup.Traffic.ErrorRate * behavior.ErrorTimes);
        TimeSpan duration = (_durations[_dice.Below(Quantiles)] * behavior.SlowTimes) + behavior.SlowBy;
        if (isCandidate)
        {
            Whole.Add(subject, isFailure);
            SinceOnset?.Add(subject, isFailure);
        }

        if (!AreOutcomesLost)
        {
            decision.Record(isFailure ? Outcome.Failure(duration) : Outcome.Success(duration));
            RecordEvents(decision, behavior);
        }
    }

    private void RecordEvents(in Decision decision, CandidateBehavior behavior)
    {
        foreach (string name in _events)
        {
            if (_dice.Happens(_setup.Traffic.EventRate * (behavior.Event == name ? behavior.EventTimes : 1)))
            {
                decision.Record(Outcome.Event(name));
            }
        }
    }
}
