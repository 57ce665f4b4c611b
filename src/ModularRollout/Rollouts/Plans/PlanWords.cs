using System.Globalization;
using ModularRollout.Rollouts.Control;

namespace ModularRollout.Rollouts.Plans;

/// <summary>Says in plain words what a plan says. Names stand between backticks, as in every sentence.</summary>
internal static class PlanWords
{
    public static string Reach(RolloutStage stage) =>
        stage.IsRing ? $"audience `{stage.Audience}`"
        : stage.HoldbackPercent > 0 ? $"{Sentences.Of(stage.SharePercent)} at random; {Sentences.Of(stage.HoldbackPercent)} are held back"
        : $"{Sentences.Of(stage.SharePercent)} at random";

    /// <summary>What entering a stage waits for, besides that the one before may be left.</summary>
    public static string Entry(RolloutStage stage) => stage.Approval is not { } approval ? "—"
        : string.Create(CultureInfo.InvariantCulture, $"{approval.Count} {(approval.Count == 1 ? "approval" : "approvals")} of {string.Join(" or ", approval.From)}");

    /// <summary>What leaving a stage waits for, besides healthy guards, probes and change hours.</summary>
    public static string Exit(RolloutStage stage)
    {
        var needs = new List<string>();
        if (stage.Dwell > TimeSpan.Zero)
        {
            needs.Add($"healthy for {Sentences.Of(stage.Dwell)}");
        }

        if (stage.MinSubjects > 0)
        {
            needs.Add(string.Create(CultureInfo.InvariantCulture, $"{stage.MinSubjects} candidate subjects with an outcome"));
        }

        if (stage.LastDrill is { } age)
        {
            needs.Add($"a drill passed within {Sentences.Of(age)}");
        }

        return needs.Count == 0 ? "healthy guards" : string.Join(", ", needs);
    }

    public static string WindowOf(RolloutStage stage) => stage.Window is not { } window ? "no limit"
        : $"{Sentences.Of(window)}, then {Of(stage.OnWindowEnd)}";

    public static string Rule(RolloutGuard guard)
    {
        string events = guard.Events.Kind switch
        {
            GuardEventKind.Errors => "failures",
            GuardEventKind.Slow => "outcomes slower than the baseline's p50, p90 and p99",
            GuardEventKind.SlowerThan => $"outcomes slower than {Sentences.Of(guard.Events.Threshold!.Value)}",
            _ => $"`{guard.Events.Name}` events",
        };
        string what = guard.Per == GuardScope.Outcome ? "outcomes that the rollout serves are" : "subjects that the rollout serves have";
        string limit = guard.NoMoreThan.TimesBaseline is { } times
            ? $"The candidate has at most {Number(times)} times the baseline's rate of {events}"
            : $"At most {Percent(guard.NoMoreThan.Rate!.Value)} of the {what} {events}";
        return $"{limit}{Proof(guard)}.";
    }

    public static string Reaction(RolloutGuard guard) => guard.IsDryRun ? "is reported, no more (dry run)" : Of(guard.OnBreach);

    public static string Of(RolloutReaction reaction) => reaction == RolloutReaction.RollBack ? "rolls back" : "holds";

    public static string Of(WindowEnd end) => end switch
    {
        WindowEnd.RollBack => "rolls back",
        WindowEnd.Advance => "advances, unless something is not known",
        _ => "holds",
    };

    public static string Of(ChangeHours hours)
    {
        var days = new List<string>();
        foreach (DayOfWeek day in hours.Days)
        {
            days.Add(day.ToString()[..3]);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", days)}, {hours.From:HH:mm} to {hours.To:HH:mm} ({hours.TimeZone.Id})");
    }

    /// <summary>Names a status as it stands in a sentence.</summary>
    public static string Of(RolloutStatus status) => status switch
    {
        RolloutStatus.Draft => "a draft",
        RolloutStatus.Scheduled => "scheduled",
        RolloutStatus.Running => "running",
        RolloutStatus.Holding => "holding",
        RolloutStatus.AwaitingApproval => "awaiting approval",
        RolloutStatus.Completed => "completed",
        RolloutStatus.RolledBack => "rolled back",
        RolloutStatus.Aborted => "aborted",
        _ => "expired",
    };

    private static string Proof(RolloutGuard guard) => guard.Prove switch
    {
        null => "",
        { TimesBaseline: { } times } => $"; before the rollout advances it is proven to have less than {Number(times)} times",
        { Rate: var rate } => $"; before the rollout advances it is proven to be less than {Percent(rate!.Value)}",
    };

    private static string Number(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Percent(double rate) => Sentences.Of((decimal)(rate * 100));
}
