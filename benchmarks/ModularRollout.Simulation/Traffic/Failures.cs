using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Simulation.Traffic;

/// <summary>Failures of a rollout in which each outcome is a new subject's, one after the other.</summary>
internal sealed record Failures(Stage[] Stages, double Rate)
{
    public const double WorstWeather = 20;

    public Weather? Weather { get; init; }

    public Ratio? Ratio { get; init; }

    private int Outcomes => Stages.Sum(static stage => stage.Outcomes);

    /// <summary>Runs through all failures in their order.</summary>
    public IEnumerable<Failure> Run(Dice dice)
    {
        // Failures that may be are drawn at the worst rate; those that are not are left out.
        double worst = Math.Min(.5, Rate * (Weather is null && Ratio is null ? 1 : WorstWeather));
        (int outcomes, int at) = (Outcomes, dice.Until(worst) - 1);
        (int stage, int end) = (0, Stages[0].Outcomes);
        for (; at < outcomes; at += dice.Until(worst))
        {
            while (at >= end)
            {
                end += Stages[++stage].Outcomes;
            }

            bool isCandidate = dice.Chance(Stages[stage].Share);
            if (dice.Chance(RateOf(isCandidate, (double)at / outcomes) / worst))
            {
                yield return new Failure(at, stage, isCandidate);
            }
        }
    }

    /// <summary>Finds how far a guard's evidence gets, with a look after each label, where it may breach.</summary>
    public double HighestLog(Dice dice) => HighestLog(Stages, Run(dice));

    public static double HighestLog(Stage[] stages, IEnumerable<Failure> failures)
    {
        var guard = GuardStatistic.Comparison(1);
        LabelCell[] cells = [.. stages.Select(static stage => new LabelCell(stage.Share, 0, 0))];
        (double highest, int stretch) = (double.NegativeInfinity, 1);
        foreach (Failure failure in failures)
        {
            cells[failure.Stage] = cells[failure.Stage].With(failure.IsCandidate);
            stretch = Math.Max(stretch, failure.Stage + 1);
            GuardLook look = guard.Look(cells, stretch);
            highest = look.MayBreach ? Math.Max(highest, look.Log) : highest;
            if (highest >= Levelled.HighestLog)
            {
                break;
            }
        }

        return highest;
    }

    private double RateOf(bool isCandidate, double moment) =>
        Rate * (Weather?.Invoke(moment) ?? 1) * (isCandidate ? Ratio?.Invoke(moment) ?? 1 : 1);
}

internal readonly record struct Failure(int Outcome, int Stage, bool IsCandidate);

internal static class LabelCells
{
    /// <summary>Adds a label.</summary>
    public static LabelCell With(this LabelCell cell, bool isCandidate) => new(cell.Share, cell.Candidate + (isCandidate ? 1 : 0), cell.Total + 1);
}
