using System.Globalization;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>A walk of a random plan through its states: the director decides on random evidence, and an operator does anything at any time.</summary>
internal sealed class Walk
{
    private static readonly RolloutCommandKind[] s_commands =
    [
        RolloutCommandKind.Start, RolloutCommandKind.Restart, RolloutCommandKind.Pause, RolloutCommandKind.Resume, RolloutCommandKind.Resume, RolloutCommandKind.Acknowledge, RolloutCommandKind.Acknowledge,
        RolloutCommandKind.Approve, RolloutCommandKind.Approve, RolloutCommandKind.Advance, RolloutCommandKind.RollBack, RolloutCommandKind.Abort, RolloutCommandKind.Adopt, RolloutCommandKind.RecordDrill,
    ];

    private readonly System.Random _random;
    private readonly bool _isKind;

    private Walk(int seed)
    {
        _random = new System.Random(seed);
        _isKind = _random.Next(2) == 0;
        string stages = StagesText();
        Situation = new Situation(stages, MoreText(), GuardsText());
        States.Add(Situation.State);
    }

    public Situation Situation { get; }

    public List<Turn> Turns { get; } = [];

    /// <summary>Gets the state before the first entry, and after each.</summary>
    public List<RolloutState> States { get; } = [];

    public static Walk Of(int seed)
    {
        var walk = new Walk(seed);
        for (int i = 0; i < 60; i++)
        {
            walk.Step();
        }

        return walk;
    }

    private void Step()
    {
        Situation.Now += TimeSpan.FromHours(_random.Next(1, 8));
        Situation.Evidence = SomeEvidence();
        ReplaceCompleted();
        RolloutState before = Situation.State;
        RolloutCommandKind? command = CommandIn(before);
        Situation.Definition = Adopted(command);
        RolloutPlan plan = Situation.Plan;
        string actor = "actor-" + _random.Next(4);
        RolloutStep step = command is { } kind ? Situation.Give(kind, actor, ArgumentOf(kind), Situation.Definition) : Situation.Decide();
        if (step.Move is not null)
        {
            bool goesOn = step.Move.Kind == RolloutEntryKind.Start && before.Status == RolloutStatus.Completed;
            Situation.Definition = goesOn ? Situation.NextDefinition! : Situation.Definition;
            Situation.Make(step, actor);
            States.Add(Situation.State);
            Situation.Plan = goesOn || step.Move.Kind == RolloutEntryKind.Adopt ? RolloutPlan.Of(Situation.Definition)! : plan;
        }

        Turns.Add(new Turn(plan, before, Situation.Evidence, Situation.Now, command, step, Situation.Plan, Situation.State));
    }

    private RolloutCommandKind? CommandIn(RolloutState state)
    {
        if (state.Status == RolloutStatus.Draft || state.IsEnded)
        {
            return _random.Next(3) == 0 ? null : state.IsEnded ? RolloutCommandKind.Restart : RolloutCommandKind.Start;
        }

        if (state.Status == RolloutStatus.Completed && Situation.Evidence.Next is not null && _random.Next(4) == 0)
        {
            return RolloutCommandKind.Restart;
        }

        return _random.Next(_isKind ? 4 : 2) == 0 ? s_commands[_random.Next(s_commands.Length)] : null;
    }

    private ModularRollout.Definitions.FlagDefinition Adopted(RolloutCommandKind? command)
    {
        if (command != RolloutCommandKind.Adopt)
        {
            return Situation.Definition;
        }

        // The same stages with other shares, or others altogether.
        string stages = string.Join(", ", Situation.Plan.Stages.Select(stage => stage.IsRing
            ? $$"""{ "name": "{{stage.Name}}", "audience": "{{stage.Audience}}" }"""
            : string.Create(CultureInfo.InvariantCulture, $$"""{ "name": "{{stage.Name}}", "percent": {{Math.Min(100, stage.Percent!.Value + (_random.Next(3) - 1))}} }""")));
        string guards = GuardsText();
        try
        {
            string plan = Situation.PlanText(_random.Next(3) == 0 ? StagesText() : stages, MoreText(), guards);
            RolloutPlan.Parse(Situation.Flag, System.Text.Encoding.UTF8.GetBytes(plan));
            return Situation.Define(plan);
        }
        catch (DefinitionException)
        {
            return Situation.Definition;
        }
    }

    private string? ArgumentOf(RolloutCommandKind kind) => kind switch
    {
        RolloutCommandKind.Approve => _random.Next(2) == 0 ? "product" : "security",
        RolloutCommandKind.Acknowledge => Situation.State.OpenBreaches.Count > 0 && _random.Next(4) > 0 ? Situation.State.OpenBreaches[_random.Next(Situation.State.OpenBreaches.Count)] : "g0",
        _ => null,
    };

    private RolloutEvidence SomeEvidence()
    {
        Situation.WithGoodEvidence();
        if (_random.Next(10) < (_isKind ? 8 : 5))
        {
            return Situation.Evidence;
        }

        foreach (RolloutGuard guard in Situation.Plan.Guards)
        {
            _ = _random.Next(3) == 0 ? Situation.Says(guard.Name, (GuardVerdict)_random.Next(5)) : Situation;
        }

        return OfTheOutside(Situation.Evidence) with
        {
            Attempt = Situation.Evidence.Attempt - OneIn(20),
            Stretch = Situation.Evidence.Stretch - OneIn(20),
            Unknowns = Sometimes(4, "Who knows?"),
            Subjects = (1 - OneIn(5)) * _random.Next(2000),
            Clocks = new RolloutClocks(TimeSpan.FromHours(_random.Next(5)), TimeSpan.FromMinutes(_random.Next(30)), TimeSpan.FromHours(_random.Next(100))),
        };
    }

    /// <summary>After completion another plan may be in force, or none.</summary>
    private void ReplaceCompleted()
    {
        bool isReleased = Situation.State.IsReleased ? _random.Next(4) > 0 : _random.Next(12) == 0;
        if (Situation.State.Status != RolloutStatus.Completed || (!isReleased && _random.Next(3) == 0))
        {
            return;
        }

        string baseline = _random.Next(4) > 0 ? Situation.Plan.Candidate : "third";
        Situation.WithNext(baseline, baseline == "on" ? "off" : "on", StagesText(), MoreText(), GuardsText());
        if (isReleased)
        {
            bool isDefined = _random.Next(2) == 0;
            Situation.With(evidence => evidence with { IsReleased = true, IsDefined = isDefined, Next = isDefined ? NextPlan.AfterRelease(evidence.Next!.Plan) : null });
        }
    }

    private RolloutEvidence OfTheOutside(RolloutEvidence evidence) => evidence with
    {
        Probes = Sometimes(5, "Probe `smoke` says: no."),
        Obstacles = Sometimes(5, "There is a freeze."),
        IsDefined = OneIn(20) == 0,
        Expires = OneIn(6) == 1 ? new DateOnly(2026, 3, 1) : null,
    };

    private int OneIn(int times) => _random.Next(times) == 0 ? 1 : 0;

    private string[] Sometimes(int times, string sentence) => OneIn(times) == 1 ? [sentence] : [];

    private string StagesText()
    {
        var stages = new List<string>();
        bool hasRing = _random.Next(3) == 0;
        if (hasRing)
        {
            stages.Add($$"""{ "name": "s0", "audience": "staff", {{StageText()}} }""");
        }

        int percent = 0;
        for (int left = _random.Next(1, 4); left > 0; left--)
        {
            percent += _random.Next(1, 30);
            stages.Add(string.Create(CultureInfo.InvariantCulture, $$"""{ "name": "s{{stages.Count}}", "percent": {{percent}}, {{StageText()}} }"""));
            if (_random.Next(6) == 0)
            {
                stages.Add($$"""{ "name": "s{{stages.Count}}", "audience": "testers", {{StageText()}} }""");
            }
        }

        string holdback = _random.Next(2) == 0 ? "\"holdbackPercent\": 1, " : "";
        stages.Add($$"""{ "name": "s{{stages.Count}}", "percent": 100, {{holdback}}{{StageText()}} }""");
        return string.Join(", ", stages);
    }

    private string StageText()
    {
        string[] ends = ["hold", "rollback", "advance"];
        string approval = _random.Next(4) == 0 ? $$"""  "approval": { "from": ["product", "security"], "count": {{_random.Next(1, 3)}} }, """ : "";
        string drill = _random.Next(6) == 0 ? "\"lastDrill\": \"1d\", " : "";
        string window = _random.Next(3) == 0 ? $"\"window\": \"{_random.Next(8, 80)}h\", \"onWindowEnd\": \"{ends[_random.Next(3)]}\", " : "";
        return $"{approval}{drill}{window}\"dwell\": \"{_random.Next(4)}h\", \"minSubjects\": {_random.Next(1000)}";
    }

    private string MoreText() =>
        $"\"onBlind\": \"{(_random.Next(2) == 0 ? "hold" : "rollback")}\", \"maxBlind\": \"20m\", \"maxAttempts\": {_random.Next(1, 6)}"
        + (_random.Next(3) == 0 ? ", \"changeHours\": { \"days\": [\"Mon\", \"Tue\", \"Wed\"], \"from\": \"08:00\", \"to\": \"18:00\" }" : "");

    private string GuardsText()
    {
        // A budget, so that rings may be.
        var guards = new List<string> { """{ "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.01 } }""" };
        for (int i = _random.Next(4); i > 0; i--)
        {
            string prove = _random.Next(3) == 0 ? ", \"prove\": {}" : "";
            string reaction = _random.Next(3) == 0 ? "\"dryRun\": true" : $"\"onBreach\": \"{(_random.Next(2) == 0 ? "hold" : "rollback")}\"";
            string events = _random.Next(2) == 0 ? "\"errors\"" : $$"""{ "custom": "e{{_random.Next(2)}}" }""";
            guards.Add($$"""{ "name": "g{{i}}", "events": {{events}}, "noMoreThan": { "timesBaseline": {{_random.Next(1, 3)}} }, {{reaction}}{{prove}} }""");
        }

        return string.Join(", ", guards);
    }

    /// <summary>One turn: what was the case, what was decided or commanded, and what is the case since.</summary>
    internal sealed record Turn(
        RolloutPlan Plan, RolloutState Before, RolloutEvidence Evidence, DateTimeOffset Now, RolloutCommandKind? Command, RolloutStep Step, RolloutPlan PlanAfter, RolloutState After)
    {
        public RolloutEntryKind? Kind => Step.Move?.Kind;

        public bool IsByItself => Command is null;

        public bool IsGuarded => Exposures.IsGuarded(Plan, Before);

        public decimal ShareBefore => Exposures.PercentOf(Plan, Before);

        public decimal ShareAfter => Exposures.PercentOf(PlanAfter, After);
    }
}
