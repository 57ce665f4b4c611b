namespace ModularRollout.Simulation.Traffic;

/// <summary>The order in which a judge sees failures when the baseline reports its time-outs late.</summary>
internal static class SlowReports
{
    private const double OutcomesASecond = 200;
    private const double SecondsToReport = 30;
    private const double Settle = 60;

    /// <summary>Each slot is judged when it is as old as the settling time: whoever reported until then counts, in the order of the decisions.</summary>
    public static IEnumerable<Failure> Settled(IEnumerable<Failure> failures) => Judged(failures, static failure => TimeOf(failure) + Settle);

    /// <summary>Each report is judged when it comes.</summary>
    public static IEnumerable<Failure> AtOnce(IEnumerable<Failure> failures) => Judged(failures, ReportOf);

    private static IEnumerable<Failure> Judged(IEnumerable<Failure> failures, Func<Failure, double> judgedAt)
    {
        var waiting = new PriorityQueue<Failure, (double, int)>();
        foreach (Failure failure in failures)
        {
            while (waiting.TryPeek(out Failure due, out (double At, int) first) && first.At <= TimeOf(failure))
            {
                waiting.Dequeue();
                yield return due;
            }

            // What is reported later than it is judged would only be counted as late.
            if (ReportOf(failure) <= judgedAt(failure))
            {
                waiting.Enqueue(failure, (judgedAt(failure), failure.Outcome));
            }
        }

        while (waiting.TryDequeue(out Failure due, out _))
        {
            yield return due;
        }
    }

    private static double TimeOf(Failure failure) => failure.Outcome / OutcomesASecond;

    private static double ReportOf(Failure failure) => TimeOf(failure) + (failure.IsCandidate ? 0 : SecondsToReport);
}
