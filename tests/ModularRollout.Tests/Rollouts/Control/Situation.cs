using System.Text;
using ModularRollout.Definitions;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>A plan, where its rollout stands, what is known and what time it is: all that the rules of a rollout read. States are reached by journal entries alone.</summary>
internal sealed class Situation
{
    public const string Flag = "checkout";

    /// <summary>A Monday.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    public const string Stages = """{ "name": "quarter", "percent": 25, "dwell": "1h", "minSubjects": 500 }, { "name": "half", "percent": 50, "dwell": "1h" }, { "name": "full", "percent": 100, "holdbackPercent": 1 }""";

    public const string Guards = """
        { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 } },
        { "name": "orders", "events": { "custom": "order-lost" }, "noMoreThan": { "timesBaseline": 1.0 }, "onBreach": "hold" },
        { "name": "trial", "events": { "custom": "bounce" }, "noMoreThan": { "timesBaseline": 1.0 }, "dryRun": true }
        """;

    /// <summary>Changes things on Mondays from 9 to 16.</summary>
    public const string Office = "\"changeHours\": { \"days\": [\"Mon\"], \"from\": \"09:00\", \"to\": \"16:00\" }";

    public Situation(string stages = Stages, string more = "", string guards = Guards)
    {
        Plan = RolloutPlan.Parse(Flag, Encoding.UTF8.GetBytes(PlanText(stages, more, guards)));
        State = RolloutState.Draft(Flag);
        Definition = Define(PlanText(stages, more, guards));
    }

    public RolloutPlan Plan { get; set; }

    public RolloutState State { get; private set; }

    public RolloutEvidence Evidence { get; set; } = new();

    public DateTimeOffset Now { get; set; } = Monday;

    public List<RolloutJournalEntry> Journal { get; } = [];

    /// <summary>Gets the definition that a start or an adoption locks.</summary>
    public FlagDefinition Definition { get; set; }

    public static string PlanText(string stages = Stages, string more = "", string guards = Guards) =>
        $$"""{ "candidate": "on", "baseline": "off", "stages": [ {{stages}} ], "guards": [ {{guards}} ]{{(more.Length > 0 ? ", " + more : "")}} }""";

    public static FlagDefinition Define(string plan) => new(Flag, "test", Encoding.UTF8.GetBytes($$"""{ "rollout": {{plan}} }"""));

    /// <summary>Starts, and advances to a stage.</summary>
    public static Situation At(int stage, string stages = Stages, string more = "", string guards = Guards)
    {
        var situation = new Situation(stages, more, guards);
        situation.Append(RolloutEntryKind.Start, default(RolloutPosition).Running(0));
        for (int next = 1; next <= stage; next++)
        {
            situation.Append(RolloutEntryKind.Advance, situation.State.Position.Running(next));
        }

        return situation.WithGoodEvidence();
    }

    public static Situation Completed(string stages = Stages, string more = "", string guards = Guards)
    {
        Situation situation = At(0, stages, more, guards);
        for (int next = 1; next < situation.Plan.Stages.Count; next++)
        {
            situation.Append(RolloutEntryKind.Advance, situation.State.Position.Running(next));
        }

        return situation.Append(RolloutEntryKind.Complete, situation.State.Position.Completed()).WithGoodEvidence();
    }

    public Situation Append(RolloutEntryKind kind, RolloutPosition to, string actor = "rollout", string? detail = null)
    {
        bool locks = kind is RolloutEntryKind.Start or RolloutEntryKind.Adopt;
        var entry = RolloutJournalEntry.After(Journal.Count == 0 ? null : Journal[^1], new RolloutEntryDraft
        {
            Flag = Flag,
            Attempt = kind == RolloutEntryKind.Start ? State.Attempt + 1 : Math.Max(1, State.Attempt),
            Time = Now,
            Actor = actor,
            Kind = kind,
            From = State.Position,
            To = to,
            Reason = "test",
            Detail = detail,
            Definition = locks ? Definition.Json : null,
        });
        Journal.Add(entry);
        State = State.After(entry);
        return this;
    }

    /// <summary>Gets the definition in force beside the one that completed.</summary>
    public FlagDefinition? NextDefinition { get; private set; }

    /// <summary>Has a plan in force that moves between other variants than the one that completed.</summary>
    public Situation WithNext(string baseline, string candidate, string stages = Stages, string more = "", string guards = Guards)
    {
        string text = PlanText(stages, more, guards).Replace("\"candidate\": \"on\", \"baseline\": \"off\"", $"\"candidate\": \"{candidate}\", \"baseline\": \"{baseline}\"", StringComparison.Ordinal);
        FlagDefinition next = NextDefinition = Define(text);
        return With(evidence => evidence with { Next = NextPlan.AfterCompletion(Plan, State.Definition!, RolloutPlan.Of(next)!, next) });
    }

    public Situation Holding(RolloutHoldReason reason, string? guard = null) => Append(RolloutEntryKind.Hold, State.Position.Holding(reason, guard));

    public Situation AwaitingApproval() => Append(RolloutEntryKind.AwaitApproval, State.Position.As(RolloutStatus.AwaitingApproval));

    /// <summary>Knows, of what is exposed now, that all is well, and for long.</summary>
    public Situation WithGoodEvidence()
    {
        Evidence = new RolloutEvidence
        {
            Attempt = State.Attempt,
            Stretch = State.Position.Stretch,
            Readings = [.. Plan.Guards.Select(static guard => new GuardReading(guard.Name, guard.Prove is null ? GuardVerdict.Healthy : GuardVerdict.NonInferior))],
            Subjects = 1_000_000,
            Clocks = new RolloutClocks(TimeSpan.FromDays(100), TimeSpan.Zero, TimeSpan.Zero),
        };
        return this;
    }

    public Situation With(Func<RolloutEvidence, RolloutEvidence> change)
    {
        Evidence = change(Evidence);
        return this;
    }

    /// <summary>Lets one guard say something; breaches act by themselves.</summary>
    public Situation Says(string guard, GuardVerdict verdict)
    {
        RolloutGuard known = Plan.Guards.Single(one => one.Name == guard);
        bool isBreach = verdict == GuardVerdict.Breach && !known.IsDryRun;
        return With(evidence => evidence with
        {
            Readings = [.. evidence.Readings.Select(reading => reading.Guard == guard ? new GuardReading(guard, verdict) { Sentence = $"{guard} says so." } : reading)],
            RollbackBreach = isBreach && known.OnBreach == RolloutReaction.RollBack ? guard : evidence.RollbackBreach,
            HoldBreach = isBreach && known.OnBreach == RolloutReaction.Hold ? guard : evidence.HoldBreach,
        });
    }

    public Situation Blind(TimeSpan time) => With(evidence => evidence with
    {
        Unknowns = ["The metrics are gone."],
        Clocks = evidence.Clocks with { Blind = time },
        Readings = [.. evidence.Readings.Select(static reading => new GuardReading(reading.Guard, GuardVerdict.Unknown))],
    });

    public Situation WindowUsed(TimeSpan time) => With(evidence => evidence with { Clocks = evidence.Clocks with { Window = time } });

    /// <summary>Passes the last drill some time ago, or forgets that there was one.</summary>
    public Situation Drilled(TimeSpan? ago)
    {
        Journal.RemoveAll(static entry => entry.Kind == RolloutEntryKind.Drill);
        Rewind();
        DateTimeOffset now = Now;
        Now -= ago ?? TimeSpan.Zero;
        Situation drilled = ago is null ? this : Append(RolloutEntryKind.Drill, State.Position, "ada");
        Now = now;
        return drilled;
    }

    /// <summary>Has the next stage approved by so many actors, and no others.</summary>
    public Situation SignedOff(int actors)
    {
        Journal.RemoveAll(static entry => entry.Kind == RolloutEntryKind.Approve);
        Rewind();
        for (int i = 0; i < actors; i++)
        {
            Append(RolloutEntryKind.Approve, State.Position, "approver-" + i, i % 2 == 0 ? "product" : "security");
        }

        return this;
    }

    public RolloutStep Decide() => RolloutDirector.Decide(Plan, State, Evidence, Now);

    public RolloutStep Give(RolloutCommandKind kind, string actor = "ada", string? argument = null, FlagDefinition? inForce = null)
    {
        var command = new RolloutCommand(kind, actor, "because", argument);
        return kind == RolloutCommandKind.Adopt ? AdoptRules.Adopt(Plan, State, inForce, command) : CommandRules.Decide(Plan, State, Evidence, command, Now);
    }

    /// <summary>Makes the move of a step, as if the journal had accepted it.</summary>
    public Situation Make(RolloutStep step, string actor = "rollout")
    {
        RolloutMove move = step.Move ?? throw new InvalidOperationException(string.Join(' ', step.Waits));
        return Append(move.Kind, move.To, actor, move.Detail);
    }

    /// <summary>Stands where the journal, some of which was taken out, says.</summary>
    private void Rewind() => State = RolloutState.Replay(Flag, Journal);

    /// <summary>Writes a step as text: what is done, or what is waited for.</summary>
    public static string TextOf(RolloutStep step) => step.Move is { } move ? $"{move.Kind} {move.To} {move.Reason} {move.Detail}" : "waits: " + string.Join(" | ", step.Waits);

    /// <summary>Writes a state as text.</summary>
    public static string TextOf(RolloutState state) =>
        $"{state.Flag} {state.Attempt} {state.Position} {state.StageSince:O} {state.Since:O} {state.StartAt:O} {state.CompletedAt:O} {state.LastDrill:O} {state.IsReleased} {state.EarlierAttempts} {state.Sequence} {state.HeadHash} {state.Definition} "
        + $"[{string.Join(", ", state.Stretches)}] [{string.Join(", ", state.OpenBreaches)}] [{string.Join(", ", state.GuardsSince)}] [{string.Join(", ", state.SignOffs)}]";
}
