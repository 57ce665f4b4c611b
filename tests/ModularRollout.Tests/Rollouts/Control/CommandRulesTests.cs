using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>What every command does in every state.</summary>
public sealed class CommandRulesTests
{
    private const string NotPossible = "no";
    private const string Approvals = """{ "name": "quarter", "percent": 25, "approval": { "from": ["product"] } }, { "name": "half", "percent": 50, "approval": { "from": ["product"] } }, { "name": "full", "percent": 100, "holdbackPercent": 1 }""";

    private static readonly RolloutCommandKind[] s_columns =
    [
        RolloutCommandKind.Start, RolloutCommandKind.Pause, RolloutCommandKind.Resume, RolloutCommandKind.Acknowledge, RolloutCommandKind.Approve, RolloutCommandKind.Advance,
        RolloutCommandKind.RollBack, RolloutCommandKind.Abort, RolloutCommandKind.Restart, RolloutCommandKind.Adopt, RolloutCommandKind.RecordDrill, RolloutCommandKind.Annotate,
    ];

    private static readonly Dictionary<string, string> s_sentences = new()
    {
        ["open"] = "Acknowledge the breach of orders first.",
        ["none"] = "No guard has a breach to acknowledge.",
        ["gone"] = "The flag's definition is still gone; publish it again, or roll back.",
        ["unlooked"] = "Stage `quarter` waits for 1 more approval from product.",
        ["unapproved"] = "Stage `half` waits for 1 more approval from product.",
        ["needless"] = "The next stage needs no approval.",
        ["removed"] = "The rollout completed and its plan was removed: the definition alone decides, so change that, or turn the flag's kill switch.",
        ["same"] = "The definition in force is what is locked.",
        ["unlocked"] = "Adopt is not possible: the rollout is {0}, and nothing is locked.",
        ["complete"] = "Adopt is not possible: the rollout is {0}, and goes no further; restart under a plan that goes on from `on`, remove the plan, or roll back.",
        ["again"] = "Start is not possible: the rollout is {0}; Restart starts another attempt.",
        ["further"] = "Start is not possible: the rollout is {0}; Restart starts a further one.",
        ["alone"] = "The plan was removed after completion, and there is no other: publish one whose baseline is what the definition serves, then restart.",
        ["done"] = "The plan in force is the one that completed: publish one whose baseline is `on`, and whose candidate is another variant, then restart.",
        ["elsewhere"] = "The plan in force moves from `off` to `third`, and everybody has `on`, which completed: let its baseline be `on`, and its candidate another variant.",
        ["away"] = "The plan in force moves from `on` to `off`, and everybody has `off` again: let its baseline be `off`, or remove the plan, and the definition alone decides.",
        ["nothing"] = "There is nothing to annotate: no attempt has started.",
        ["most"] = "There were 3 attempts, and the plan allows 3; raise `maxAttempts`.",
    };

    /// <summary>
    /// What each command does in each state: the entry it makes and the status after it, <c>no</c> for "... is not possible: the rollout is ...", or the name of another sentence.
    /// </summary>
    public static TheoryData<string, string> Matrix { get; } = new()
    {
        { "Draft",                 "Start>AwaitingApproval | no | no | no | no | no | no | Abort>Aborted | no | unlocked | Drill>Draft | nothing" },
        { "Scheduled",             "Start>AwaitingApproval | no | no | no | no | no | no | Abort>Aborted | no | unlocked | Drill>Scheduled | nothing" },
        { "Awaiting the first",    "no | Hold>Holding | no | none | Approve>AwaitingApproval | unlooked | RollBack>RolledBack | Abort>Aborted | no | same | Drill>AwaitingApproval | Report>AwaitingApproval" },
        { "Holding at the first",  "no | no | Resume>AwaitingApproval | none | Approve>Holding | no | RollBack>RolledBack | Abort>Aborted | no | same | Drill>Holding | Report>Holding" },
        { "Running",               "no | Hold>Holding | no | none | Approve>Running | AwaitApproval>AwaitingApproval | RollBack>RolledBack | Abort>Aborted | no | same | Drill>Running | Report>Running" },
        { "Running, approved",     "no | Hold>Holding | no | none | Approve>Running | Advance>Running | RollBack>RolledBack | Abort>Aborted | no | same | Drill>Running | Report>Running" },
        { "Running the last",      "no | Hold>Holding | no | none | needless | Complete>Completed | RollBack>RolledBack | Abort>Aborted | no | same | Drill>Running | Report>Running" },
        { "Awaiting the second",   "no | Hold>Holding | no | none | Approve>AwaitingApproval | unapproved | RollBack>RolledBack | Abort>Aborted | no | same | Drill>AwaitingApproval | Report>AwaitingApproval" },
        { "Paused",                "no | no | Resume>Running | none | Approve>Holding | no | RollBack>RolledBack | Abort>Aborted | no | same | Drill>Holding | Report>Holding" },
        { "Breached",              "no | no | open | Acknowledge>Holding | Approve>Holding | no | RollBack>RolledBack | Abort>Aborted | no | same | Drill>Holding | Report>Holding" },
        { "Deleted",               "no | no | gone | none | Approve>Holding | no | RollBack>RolledBack | Abort>Aborted | no | same | Drill>Holding | Report>Holding" },
        { "Completed",             "further | no | no | no | no | no | RollBack>RolledBack | no | done | complete | Drill>Completed | Report>Completed" },
        { "Completed, next",       "further | no | no | no | no | no | RollBack>RolledBack | no | Start>AwaitingApproval | complete | Drill>Completed | Report>Completed" },
        { "Completed, another",    "further | no | no | no | no | no | RollBack>RolledBack | no | elsewhere | complete | Drill>Completed | Report>Completed" },
        { "Removed",               "further | no | no | no | no | no | removed | no | alone | complete | Drill>Completed | Report>Completed" },
        { "Removed, next",         "further | no | no | no | no | no | removed | no | Start>AwaitingApproval | complete | Drill>Completed | Report>Completed" },
        { "Breached when complete", "no | no | open | Acknowledge>Holding | needless | no | RollBack>RolledBack | Abort>Aborted | no | complete | Drill>Holding | Report>Holding" },
        { "RolledBack",            "again | no | no | no | no | no | no | no | Start>AwaitingApproval | unlocked | Drill>RolledBack | Report>RolledBack" },
        { "RolledBack, breached",  "again | no | no | no | no | no | no | no | Start>AwaitingApproval | unlocked | Drill>RolledBack | Report>RolledBack" },
        { "RolledBack, away",      "again | no | no | no | no | no | no | no | away | unlocked | Drill>RolledBack | Report>RolledBack" },
        { "Going on thrice",       "again | no | no | no | no | no | no | no | most | unlocked | Drill>RolledBack | Report>RolledBack" },
        { "Going on twice",        "again | no | no | no | no | no | no | no | Start>AwaitingApproval | unlocked | Drill>RolledBack | Report>RolledBack" },
        { "RolledBack thrice",     "again | no | no | no | no | no | no | no | most | unlocked | Drill>RolledBack | Report>RolledBack" },
        { "Aborted",               "again | no | no | no | no | no | no | no | Start>AwaitingApproval | unlocked | Drill>Aborted | nothing" },
        { "Expired",               "again | no | no | no | no | no | no | no | Start>AwaitingApproval | unlocked | Drill>Expired | nothing" },
    };

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Decide_EveryCommandInEveryState_IsDoneOrRefusedWithASentence(string state, string row)
    {
        string[] cells = row.Split(" | ");
        Assert.Equal(s_columns.Length, cells.Length);

        for (int i = 0; i < cells.Length; i++)
        {
            Situation situation = Reach(state);
            RolloutStep step = situation.Give(s_columns[i], "zoe", s_columns[i] == RolloutCommandKind.Approve ? "product" : "orders", situation.Definition);
            string did = step.Move is { } move ? $"{move.Kind}>{situation.Make(step, "zoe").State.Status}" : step.Waits.Single();
            RolloutStatus status = Reach(state).State.Status;
            string expected = cells[i] == NotPossible ? $"{s_columns[i]} is not possible: the rollout is {status}."
                : s_sentences.TryGetValue(cells[i], out string? sentence) ? string.Format(System.Globalization.CultureInfo.InvariantCulture, sentence, status)
                : cells[i];
            Assert.True(expected == did, $"{s_columns[i]} in {state}: expected {expected}; {did}");
            Assert.True(step.Move is null || step.Move.Reason == "because" || (step.Move.Kind is RolloutEntryKind.Start && step.Move.Reason.StartsWith("because", StringComparison.Ordinal)), did);
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Decide_CommandThatLowers_NeedsNoEvidenceAndNoOpenHours(string state, string _)
    {
        foreach (RolloutCommandKind kind in (RolloutCommandKind[])[RolloutCommandKind.Pause, RolloutCommandKind.RollBack, RolloutCommandKind.Abort])
        {
            Situation good = Reach(state);
            Situation bad = Reach(state);
            bad.Evidence = new RolloutEvidence { IsDefined = good.Evidence.IsDefined, IsReleased = good.Evidence.IsReleased, Obstacles = ["There is a freeze."], Probes = ["No."], Unknowns = ["Who knows?"] };
            bad.Now = bad.Now.AddDays(5);

            Assert.Equal(Situation.TextOf(good.Give(kind)), Situation.TextOf(bad.Give(kind)));
        }
    }

    [Fact]
    public void Approve_ByAGroupThatIsNotAsked_IsRefused()
    {
        Assert.Equal(["Stage `half` is approved by product, not by `sales`."], Reach("Running").Give(RolloutCommandKind.Approve, argument: "sales").Waits);
    }

    [Fact]
    public void Approve_Twice_CountsOnceAndSaysSo()
    {
        Situation situation = Reach("Running");
        situation.Make(situation.Give(RolloutCommandKind.Approve, "ada", "product"), "ada");

        Assert.Equal(["`ada` has approved stage `half` already, and counts once."], situation.Give(RolloutCommandKind.Approve, "ada", "product").Waits);
    }

    private static Situation Reach(string state)
    {
        Situation situation = state is "Breached when complete" || state.StartsWith("Completed", StringComparison.Ordinal) || state.StartsWith("Removed", StringComparison.Ordinal) || state.StartsWith("Going on", StringComparison.Ordinal) ? Situation.Completed(Approvals)
            : state is "Draft" or "Scheduled" or "Aborted" or "Expired" or "Awaiting the first" or "Holding at the first" ? new Situation(Approvals)
            : Situation.At(state == "Running the last" ? 2 : 0, Approvals);
        RolloutPosition at = situation.State.Position;
        return state switch
        {
            "Scheduled" => situation.Append(RolloutEntryKind.Schedule, at.As(RolloutStatus.Scheduled), detail: "2027-01-01T00:00:00Z"),
            "Awaiting the first" => situation.Append(RolloutEntryKind.Start, at.As(RolloutStatus.AwaitingApproval)),
            "Holding at the first" => situation.Append(RolloutEntryKind.Start, at.As(RolloutStatus.AwaitingApproval)).Holding(RolloutHoldReason.Paused),
            "Running, approved" => situation.SignedOff(1),
            "Awaiting the second" => situation.AwaitingApproval(),
            "Paused" => situation.Holding(RolloutHoldReason.Paused),
            "Breached" or "Breached when complete" => situation.Holding(RolloutHoldReason.Breach, "orders"),
            "Deleted" => situation.Holding(RolloutHoldReason.FlagDeleted).With(static evidence => evidence with { IsDefined = false }),
            "Completed, next" => situation.WithNext("on", "off", Approvals),
            "Completed, another" => situation.WithNext("off", "third", Approvals),
            "Removed" => situation.With(static evidence => evidence with { IsDefined = false, IsReleased = true }),
            "Removed, next" => situation.WithNext("on", "off", Approvals).With(static evidence => evidence with { IsReleased = true, Next = NextPlan.AfterRelease(evidence.Next!.Plan) }),
            "Going on twice" => situation.Append(RolloutEntryKind.Start, default).Append(RolloutEntryKind.Start, default).Append(RolloutEntryKind.RollBack, default(RolloutPosition).As(RolloutStatus.RolledBack)),
            "Going on thrice" => situation.Append(RolloutEntryKind.Start, default).Append(RolloutEntryKind.Start, default).Append(RolloutEntryKind.Start, default)
                .Append(RolloutEntryKind.RollBack, default(RolloutPosition).As(RolloutStatus.RolledBack)),
            "RolledBack, away" => situation.Append(RolloutEntryKind.RollBack, at.As(RolloutStatus.RolledBack)).WithNext("on", "off", Approvals)
                .With(evidence => evidence with { Next = NextPlan.AfterRollback(situation.Plan, evidence.Next!.Plan) }),
            "RolledBack" => situation.Append(RolloutEntryKind.RollBack, at.As(RolloutStatus.RolledBack)),
            "RolledBack, breached" => situation.Holding(RolloutHoldReason.Breach, "orders").Append(RolloutEntryKind.RollBack, at.As(RolloutStatus.RolledBack)),
            "RolledBack thrice" => situation.Append(RolloutEntryKind.Start, at).Append(RolloutEntryKind.Start, at).Append(RolloutEntryKind.RollBack, at.As(RolloutStatus.RolledBack)),
            "Aborted" => situation.Append(RolloutEntryKind.Abort, at.As(RolloutStatus.Aborted)),
            "Expired" => situation.Append(RolloutEntryKind.Expire, at.As(RolloutStatus.Expired)),
            _ => situation,
        };
    }
}
