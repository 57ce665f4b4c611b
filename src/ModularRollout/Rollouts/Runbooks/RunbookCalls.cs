using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Runbooks;

/// <summary>The calls of a runbook, the most urgent first.</summary>
internal static class RunbookCalls
{
    private static readonly RolloutStatus[] s_exposed = [RolloutStatus.Running, RolloutStatus.Holding, RolloutStatus.AwaitingApproval];
    private static readonly RolloutStatus[] s_walking = [RolloutStatus.Running, RolloutStatus.AwaitingApproval];

    public static IReadOnlyList<RunbookCall> Of(RunbookFacts facts) => [
        .. Urgent(facts), .. Looks(facts), .. Stops(facts), .. SignOffs(facts), .. Goes(facts), .. Others(facts)];

    /// <summary>The call that takes a rollout back.</summary>
    public static string RollBack(RunbookFacts facts) => Code(facts, RolloutCommandKind.RollBack, null);

    private static RunbookCall[] Urgent(RunbookFacts facts) => [
        Command(facts, RolloutCommandKind.RollBack, "Roll back", [.. s_exposed, RolloutStatus.Completed],
            $"Everybody gets `{facts.Plan.Baseline}` again, by this flag's rollout. In effect when the call returns its task, whatever the store does; it ends the attempt."),
        Command(facts, RolloutCommandKind.Kill, "Kill", Enum.GetValues<RolloutStatus>(),
            $"Everybody gets `{facts.Off}`, whatever targets, rules and the rollout say. In effect when the call returns its task, in the process that is asked alone: ask each one."),
    ];

    private static RunbookCall[] Looks(RunbookFacts facts)
    {
        string flag = CSharpText.Literal(facts.Flag);
        return [
            new RunbookCall("See where it stands", $"RolloutProgress? progress = gate.Rollouts.Find({flag});", "Status, stage, share, what the guards say, what it waits for and why."),
            new RunbookCall("See what happened", $"foreach (RolloutJournalEntry entry in gate.Rollouts.JournalOf({flag}).Entries) Console.WriteLine(entry);", "Every entry says who, when, why and on what evidence."),
            new RunbookCall("See why a subject gets what it gets", $"Console.WriteLine(gate.Explain({flag}, new EvaluationContext(\"<a targeting key>\")));", "Every step of the decision, with stage, share and arm."),
        ];
    }

    private static RunbookCall[] Stops(RunbookFacts facts) => [
        Command(facts, RolloutCommandKind.Pause, "Pause", s_walking, "The exposure stays as it is and stays guarded; nothing advances until somebody resumes."),
        Command(facts, RolloutCommandKind.Abort, "Abort", [RolloutStatus.Draft, RolloutStatus.Scheduled, .. s_exposed], $"Ends the attempt before or while it is exposed; everybody gets `{facts.Plan.Baseline}`."),
    ];

    private static RunbookCall[] SignOffs(RunbookFacts facts)
    {
        var calls = new List<RunbookCall>();
        if (NextApproval(facts) is { } stage)
        {
            foreach (string group in stage.Approval!.From)
            {
                calls.Add(Command(facts, RolloutCommandKind.Approve, $"Approve for {group}", s_exposed, $"One approval of stage `{stage.Name}`, by a member of `{group}`. An actor counts once, whatever the groups.", group));
            }
        }

        return [.. calls];
    }

    private static RunbookCall[] Goes(RunbookFacts facts)
    {
        var calls = new List<RunbookCall>();
        foreach (string guard in HoldingGuards(facts))
        {
            calls.Add(Command(facts, RolloutCommandKind.Acknowledge, $"Acknowledge the breach of {guard}", s_exposed, "Needed before a resume; the guard's evidence starts anew.", guard));
        }

        calls.Add(Command(facts, RolloutCommandKind.Resume, "Resume", [RolloutStatus.Holding], "Goes on after a hold, once no breach is open."));
        calls.Add(Command(facts, RolloutCommandKind.Advance, "Advance by hand", s_walking, "Enters the next stage now: waives dwell, subjects, outcomes and proof; never what is not known, approvals, probes, change hours or other rollouts."));
        return [.. calls];
    }

    private static RunbookCall[] Others(RunbookFacts facts) => [
        Command(facts, RolloutCommandKind.Start, "Start", [RolloutStatus.Draft, RolloutStatus.Scheduled], "Starts the first attempt now, and locks plan and variants."),
        Command(facts, RolloutCommandKind.Restart, "Restart", [RolloutStatus.Completed, RolloutStatus.RolledBack, RolloutStatus.Aborted, RolloutStatus.Expired], Restart(facts)),
        Command(facts, RolloutCommandKind.Adopt, "Adopt a changed definition", s_exposed, "Replaces what was locked at the start by the definition in force; guards that judge otherwise start anew."),
        Command(facts, RolloutCommandKind.Revive, "Revive", Enum.GetValues<RolloutStatus>(), "Turns the kill switch off: definition and rollout decide again. For each process that was killed."),
        Command(facts, RolloutCommandKind.RecordDrill, "Record a passed drill", Enum.GetValues<RolloutStatus>(), "Journals that a drill of the plan was passed, for stages that demand a fresh one."),
        Command(facts, RolloutCommandKind.Annotate, "Say what was learnt", [.. s_exposed, RolloutStatus.Completed, RolloutStatus.RolledBack, RolloutStatus.Aborted], "Adds to the report of the last attempt what was learnt, and what is to be done."),
    ];

    private static string Restart(RunbookFacts facts) =>
        facts.State.Status == RolloutStatus.Completed ? facts.Evidence.Next is { Refusal: null } next ? $"Starts a further rollout. {next.Effect}" : "Starts a further rollout, under a plan in force that goes on from what completed."
        : $"Starts another attempt, with {(facts.Plan.Restart == PlanRestart.NewBuckets ? "other subjects than before" : "the same subjects as before")}.";

    private static RunbookCall Command(
        RunbookFacts facts, RolloutCommandKind kind, string title, RolloutStatus[] states, string effect, string? argument = null) => new(title, Code(facts, kind, argument), effect)
        {
            Command = kind,
            States = states,
            Refusal = facts.RefusalOf(kind, argument),
        };

    private static string Code(RunbookFacts facts, RolloutCommandKind kind, string? argument)
    {
        if (kind == RolloutCommandKind.Annotate)
        {
            return $"await gate.Rollouts.AnnotateAsync({CSharpText.Literal(facts.Flag)}, \"<what was learnt>\", \"<what is to be done>\", \"<your name>\");";
        }

        string more = argument is null ? "" : ", " + CSharpText.Literal(argument);
        return $"await gate.Rollouts.{kind}Async({CSharpText.Literal(facts.Flag)}{more}, \"<your name>\", \"<why>\");";
    }

    /// <summary>The next stage that waits for an approval, however far away.</summary>
    private static RolloutStage? NextApproval(RunbookFacts facts)
    {
        foreach (RolloutStage stage in facts.Plan.Stages)
        {
            if (stage.Index > facts.State.Stage && stage.Approval is not null)
            {
                return stage;
            }
        }

        return null;
    }

    /// <summary>The guards whose breach is open; without one, those that hold when they breach.</summary>
    private static List<string> HoldingGuards(RunbookFacts facts)
    {
        List<string> guards = [.. facts.State.OpenBreaches];
        foreach (RolloutGuard guard in facts.State.OpenBreaches.Count > 0 ? [] : facts.Plan.Guards)
        {
            if (guard is { OnBreach: RolloutReaction.Hold, IsDryRun: false })
            {
                guards.Add(guard.Name);
            }
        }

        return guards;
    }
}
