using ModularRollout.Definitions;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Runbooks;

/// <summary>A runbook as a page. Who reads it may have been asleep a minute ago: how to take the rollout back comes first.</summary>
internal static class RunbookPage
{
    private const int Urgent = 2;

    public static string Write(RolloutRunbook runbook)
    {
        var page = new MarkdownWriter();
        RunbookFacts facts = runbook.Facts;
        page.Heading(1, $"Runbook: rollout of {facts.Flag:code}");
        WriteStanding(page, facts);
        WriteUrgent(page, runbook);
        WriteCheck(page, facts);
        WriteNow(page, facts);
        WriteCalls(page, runbook);
        WriteWhy(page, facts);
        WriteStages(page, facts);
        WriteGuards(page, facts);
        RunbookReactions.Write(page, facts);
        WriteMessages(page, runbook);
        RunbookHistory.Write(page, facts);
        page.Paragraph($"*Made from plan, state and journal at {facts.Now}. It is true of that moment; make it anew with* `gate.Rollouts.RunbookOf`*.*");
        return page.ToString();
    }

    private static void WriteStanding(MarkdownWriter page, RunbookFacts facts)
    {
        MarkdownText stage = facts.Progress.Stage is { } known ? (MarkdownText)$" Stage {known.Name:code} ({PlanWords.Reach(known):prose})."
            : facts.Progress.End?.Stage is { } left ? (MarkdownText)$" Until then: stage {left.Name:code} ({PlanWords.Reach(left):prose})." : "";
        MarkdownText since = facts.Progress.Since is { } at ? (MarkdownText)$" since {at}" : "";
        MarkdownText why = facts.Progress is { Actor: { } actor, Reason: { } reason } ? (MarkdownText)$" By {actor}: {reason:prose}" : "";
        page.Paragraph($"The rollout is **{PlanWords.Of(facts.Progress.Status)}**{since}{Attempt(facts)}.{stage}{why}");
        page.Paragraph($"Owner: {facts.Definition.Owner ?? "nobody"}. Operators: {Operators(facts.Definition)}.");
        if (facts.IsKilled)
        {
            page.Paragraph($"**The flag is killed in this process:** everybody gets {facts.Off:code}, whatever the rollout says.");
        }

        if (facts.Progress.Damage is { } damage)
        {
            page.Paragraph($"**Something is wrong:** {damage:prose}");
        }
    }

    private static MarkdownText Attempt(RunbookFacts facts) =>
        facts.Progress.Attempt == 0 ? ""
        : facts.State.EarlierAttempts == 0 ? (MarkdownText)$", attempt {facts.Progress.Attempt} of at most {facts.Plan.MaxAttempts}"
        : (MarkdownText)$", attempt {facts.Progress.Attempt}, of this plan {facts.State.AttemptOfPlan} of at most {facts.Plan.MaxAttempts}";

    private static void WriteUrgent(MarkdownWriter page, RolloutRunbook runbook)
    {
        page.Heading(2, "Take it back");
        for (int i = 0; i < Urgent; i++)
        {
            WriteCall(page, runbook.Calls[i]);
        }

        page.Paragraph($"{Where(runbook.Facts)} Killing works in every process, with or without a store.");
    }

    private static MarkdownText Where(RunbookFacts facts) => facts.Controller is { } controller
        ? (MarkdownText)$"Commands go to the process that controls the rollouts: {controller:code}. The others follow within about {facts.LookEvery}, as soon as they can read the store."
        : (MarkdownText)$"Commands go to the process that controls the rollouts; which one that is, is not known here. The others follow within about {facts.LookEvery}.";

    private static void WriteCheck(MarkdownWriter page, RunbookFacts facts)
    {
        string flag = CSharpText.Literal(facts.Flag);
        page.Heading(2, "Check that it is back");
        page.Code("csharp", $"RolloutProgress? progress = gate.Rollouts.Find({flag});\nConsole.WriteLine($\"{{progress?.Status}}, {{progress?.SharePercent}} %, {{progress?.Pending}} not journalled yet\");\n"
            + $"Console.WriteLine(gate.Decide({flag}, new EvaluationContext(\"anybody\")).Variant);");
        page.Item($"The first line says `RolledBack, 0 %, 0 not journalled yet`. A number above 0 at its end means that the store does not accept: the rollback is in effect all the same, and is written later.");
        page.Item($"The second line says {facts.Plan.Baseline:code}; after a kill, {facts.Off:code}. Subjects that `targets` or `rules` of the flag name get what these say: a rollback leaves them alone, a kill does not.");
        page.Item($"Ask every process. A follower that still serves {facts.Plan.Candidate:code} after {facts.LookEvery * 3} cannot read the store: kill the flag there.");
        page.Item("Then look at what was wrong: errors and latency of the candidate's path fall to those of the baseline within the longest time-out.");
    }

    private static void WriteNow(MarkdownWriter page, RunbookFacts facts)
    {
        page.Heading(2, "What it waits for");
        if (facts.Progress.Waits.Count == 0)
        {
            page.Paragraph(
                facts.State.IsEnded ? "The attempt is over; an operator may restart the rollout."
                : facts.Refusal is null ? "Nothing that is known."
                : "Only the process that controls the rollouts knows.");
        }

        foreach (string wait in facts.Progress.Waits)
        {
            page.Item($"{wait:prose}");
        }
    }

    private static void WriteCalls(MarkdownWriter page, RolloutRunbook runbook)
    {
        page.Heading(2, "See, pause, approve, go on");
        for (int i = Urgent; i < runbook.Calls.Count; i++)
        {
            WriteCall(page, runbook.Calls[i]);
        }
    }

    private static void WriteCall(MarkdownWriter page, RunbookCall call)
    {
        MarkdownText possible = call.Command is null ? "" : call.IsPossible ? (MarkdownText)$" *Possible now.*" : (MarkdownText)$" *Not now:* {call.Refusal!:prose}";
        page.Paragraph($"**{call.Title}.** {call.Effect:prose}{possible}").Code("csharp", call.Code);
    }

    private static void WriteWhy(MarkdownWriter page, RunbookFacts facts)
    {
        FlagDefinition flag = facts.Definition;
        RolloutPlan plan = facts.Plan;
        page.Heading(2, "Why it exists, and what it changes");
        page.Paragraph(flag.Description ?? "The definition has no description.");
        page.Item($"**Expected:** {plan.Hypothesis ?? "the plan has no hypothesis"}");
        page.Item($"**Moves** from {plan.Baseline:code} to {plan.Candidate:code}, bucketed by {plan.By ?? "targetingKey":code}; variants: {MarkdownText.Codes(flag.Variants)}; killed: {facts.Off:code}");
        if (facts.Progress.NextPlan is { } next)
        {
            page.Item($"**Goes on**, once it is restarted, from {next.Baseline:code} to {next.Candidate:code}: {next.Hypothesis ?? "the plan in force has no hypothesis"}");
        }

        page.Item($"**Kind:** {RunbookWords.Of(flag.Kind)}. **Bears the risk:** {RunbookWords.List(flag.Touches, "no system is named in `touches`")}");
        page.Item($"**Comes after** {RunbookWords.List(plan.After, "no other rollout")}; **conflicts with** {RunbookWords.List(plan.ConflictsWith, "no other rollout")}");
        page.Item($"**Ends:** {End(flag)}. **Removal:** {flag.RemovalPlan ?? "the definition has no removal plan"}");
        foreach ((string name, Uri address) in flag.Links)
        {
            page.Item(MarkdownText.Link(name, address));
        }
    }

    private static MarkdownText End(FlagDefinition flag) =>
        flag.IsPermanent ? "permanent" : flag.Expires is { } day ? (MarkdownText)$"{day}" : "no date is given";

    private static MarkdownText Operators(FlagDefinition flag) => RunbookWords.List(flag.Operators, "the definition names none, which lets anybody command");

    private static void WriteStages(MarkdownWriter page, RunbookFacts facts)
    {
        page.Heading(2, "Stages");
        page.Table("", "stage", "who gets the candidate", "entered after", "left when", "longest time");
        foreach (RolloutStage stage in facts.Plan.Stages)
        {
            string mark = facts.Progress.Stage?.Index == stage.Index ? "now" : stage.Index < facts.State.Stage ? "done" : "";
            page.Row(mark, MarkdownText.Code(stage.Name), MarkdownText.Prose(PlanWords.Reach(stage)), PlanWords.Entry(stage), PlanWords.Exit(stage), PlanWords.WindowOf(stage));
        }
    }

    private static void WriteGuards(MarkdownWriter page, RunbookFacts facts)
    {
        page.Heading(2, "Guards");
        if (facts.Plan.Guards.Count == 0)
        {
            page.Paragraph("**The plan has no guards:** only probes and people watch it.");
            return;
        }

        page.Table("guard", "what it demands", "when it is broken, the rollout", facts.Progress.Readings.Count == 0 && facts.Progress.End is not null ? "said at the end" : "says now");
        foreach (RolloutGuard guard in facts.Plan.Guards)
        {
            MarkdownText says = SaysOf(facts.Progress.LastReadings, guard.Name);
            page.Row(MarkdownText.Code(guard.Name), MarkdownText.Prose(PlanWords.Rule(guard)), PlanWords.Reaction(guard), says);
        }
    }

    /// <summary>A plan that was edited since the attempt ended may have other guards.</summary>
    private static MarkdownText SaysOf(IReadOnlyList<GuardReading> readings, string guard)
    {
        foreach (GuardReading reading in readings)
        {
            if (reading.Guard == guard)
            {
                return (MarkdownText)$"{reading.Verdict.ToString()}: {reading.Sentence:prose}";
            }
        }

        return "nothing yet";
    }

    private static void WriteMessages(MarkdownWriter page, RolloutRunbook runbook)
    {
        page.Heading(2, "Whom to tell, and what");
        foreach (RunbookMessage message in runbook.Messages)
        {
            page.Paragraph($"**{RunbookWords.Of(message.Occasion)}** — to {RunbookWords.List(message.To, "nobody is named: give the flag an `owner` and the plan an `escalateTo`")}:");
            page.Code("text", message.Text);
        }
    }
}
