using System.Globalization;
using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Evidence;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>Says what each guard's evidence means: a verdict and a sentence.</summary>
internal static class GuardVerdicts
{
    /// <summary>The settled outcomes of the candidate that a ring needs.</summary>
    private const int RingOutcomes = 20;

    /// <summary>The subjects, of both arms, below which nothing is compared: instances, tenants.</summary>
    private const int ComparedSubjects = 200;

    private static readonly string[] s_slow = ["slower than the baseline's p50", "slower than the baseline's p90", "slower than the baseline's p99"];

    public static GuardReading Of(GuardQuestion question)
    {
        GuardVerdict verdict = VerdictOf(question, out string? why);
        GuardTotals totals = question.Totals;
        return new GuardReading(question.Guard.Name, verdict)
        {
            Log = question.Look.Log,
            LogLimit = question.LogLimit,
            CandidateEvents = totals.CandidateEvents,
            BaselineEvents = totals.BaselineEvents,
            CandidateOutcomes = question.Evidence.Candidate.Outcomes + question.Evidence.Ring.Outcomes,
            BaselineOutcomes = question.Evidence.Baseline.Outcomes,
            Sentence = why is null ? Describe(question) : $"{why} {Describe(question)}",
        };
    }

    private static GuardVerdict VerdictOf(GuardQuestion question, out string? why)
    {
        why = null;
        if (question.IsBreach)
        {
            return GuardVerdict.Breach;
        }

        if (question.Unknown is { } unknown)
        {
            why = unknown;
            return GuardVerdict.Unknown;
        }

        bool isComparison = question.Guard.NoMoreThan.IsComparison;
        if (isComparison && !question.IsRandom)
        {
            why = "A ring is not random: it is not compared.";
            return GuardVerdict.Healthy;
        }

        why = isComparison ? MissingOf(question) : MissingOfBudget(question);
        return why is not null ? GuardVerdict.Inconclusive : question.IsProven ? GuardVerdict.NonInferior : GuardVerdict.Healthy;
    }

    private static string? MissingOf(GuardQuestion question)
    {
        long least = question.Plan.MinOutcomes;
        if (question.Evidence.Candidate.Outcomes < least)
        {
            return Few("candidate", question.Evidence.Candidate.Outcomes, least);
        }

        // At 100 % there is no baseline to compare with: what was compared before stands.
        return question.HasBaseline ? MissingOfBaseline(question, least) : null;
    }

    private static string? MissingOfBaseline(GuardQuestion question, long least)
    {
        if (question.Evidence.Baseline.Outcomes < least)
        {
            return Few("baseline", question.Evidence.Baseline.Outcomes, least);
        }

        long subjects = question.Evidence.Candidate.Subjects + question.Evidence.Baseline.Subjects;
        if (subjects < ComparedSubjects)
        {
            return string.Create(CultureInfo.InvariantCulture, $"There are {subjects} subjects of at least {ComparedSubjects} to compare.");
        }

        return question.Guard.Events.Kind == GuardEventKind.Slow && !question.Totals.HasThreshold ? "There is no latency threshold yet: it needs 1000 outcomes of the baseline." : null;
    }

    private static string? MissingOfBudget(GuardQuestion question)
    {
        (long settled, long least) = question.IsRandom ? (question.Evidence.Candidate.Outcomes, question.Plan.MinOutcomes) : (question.Evidence.Ring.Outcomes, RingOutcomes);
        return settled < least ? Few("candidate", settled, least) : null;
    }

    private static string Few(string arm, long settled, long least) =>
        string.Create(CultureInfo.InvariantCulture, $"The {arm} has {settled} settled outcomes of at least {least}.");

    private static string Describe(GuardQuestion question)
    {
        GuardTotals totals = question.Totals;
        string evidence = double.IsFinite(question.Look.Log)
            ? string.Create(CultureInfo.InvariantCulture, $"evidence {question.Look.Log:F2} of {question.LogLimit:F2}")
            : "no evidence yet";
        if (!question.Guard.NoMoreThan.IsComparison)
        {
            double rate = totals.Outcomes == 0 ? 0 : (double)totals.Events / totals.Outcomes;
            return string.Create(CultureInfo.InvariantCulture, $"{totals.Events} events in {totals.Outcomes} outcomes, a rate of {rate:0.#####} against {question.Guard.NoMoreThan.Rate:0.#####}; {evidence}.");
        }

        double ratio = question.Guard.NoMoreThan.TimesBaseline!.Value;
        LabelSum labels = Weightiest("", totals.Cells, ratio);
        if (question.IsBreach && Weightiest("the last ", totals.Latest, ratio) is var latest && latest.Weight > labels.Weight)
        {
            // A regression that began late: the good stages before it say nothing about it.
            labels = latest;
        }

        return string.Create(
            CultureInfo.InvariantCulture, $"{labels.Candidate} of {labels.Which}{labels.Total} subjects {labels.What} had the candidate, {labels.Tolerable:0.#} would be tolerable; {evidence}.");
    }

    /// <summary>Sums labels; of the three thresholds of <c>slow</c> those of the one that speaks most against the candidate.</summary>
    private static LabelSum Weightiest(string which, LabelCell[][] cells, double timesBaseline)
    {
        var weightiest = new LabelSum(which, "with the event", 0, 0, 0);
        for (int i = 0; i < cells.Length; i++)
        {
            LabelSum sum = LabelSum.Of(which, cells.Length == 1 ? "with the event" : s_slow[i], cells[i], timesBaseline);
            weightiest = i == 0 || sum.Weight > weightiest.Weight ? sum : weightiest;
        }

        return weightiest;
    }
}

/// <summary>The labels of an event, in words and numbers.</summary>
/// <param name="Which">Nothing for those of all stretches; else which of them.</param>
/// <param name="What">What the subjects have in common.</param>
/// <param name="Candidate">How many had the candidate.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Tolerable">How many of the candidate its shares and the tolerated ratio explain: Σ n ρ'.</param>
internal readonly record struct LabelSum(string Which, string What, long Candidate, long Total, double Tolerable)
{
    /// <summary>Gets the excess in about its standard deviation.</summary>
    public double Weight => (Candidate - Tolerable) / Math.Sqrt(Math.Max(Tolerable, 1));

    public static LabelSum Of(string which, string what, LabelCell[] cells, double timesBaseline)
    {
        (long candidate, long total, double tolerable) = (0, 0, 0);
        foreach (LabelCell cell in cells)
        {
            candidate += cell.Candidate;
            total += cell.Total;
            tolerable += cell.Total * ComparisonStatistic.TolerableShare(cell.Share, timesBaseline);
        }

        return new LabelSum(which, what, candidate, total, tolerable);
    }
}

/// <summary>What a verdict on one guard rests on.</summary>
internal sealed record GuardQuestion
{
    public required RolloutPlan Plan { get; init; }

    public required RolloutGuard Guard { get; init; }

    public required GuardLook Look { get; init; }

    public required double LogLimit { get; init; }

    public required StageView Evidence { get; init; }

    public required GuardTotals Totals { get; init; }

    public required bool IsBreach { get; init; }

    public required bool IsProven { get; init; }

    /// <summary>Gets why nobody knows; <see langword="null"/> where somebody does.</summary>
    public string? Unknown { get; init; }

    /// <summary>Gets whether a share is exposed at random.</summary>
    public bool IsRandom { get; init; }

    /// <summary>Gets whether somebody is left in the baseline's arm.</summary>
    public bool HasBaseline { get; init; }
}
