using ModularRollout.Benchmarks;
using ModularRollout.Benchmarks.Rollouts;
using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Instructions;

/// <summary>The loops of a running rollout, on a clock that stands still, so that every run counts the same.</summary>
internal static class RolloutLoops
{
    private static readonly RunningRollout s_rollout = new(clock: new ManualClock());
    private static readonly EvaluationContext[] s_keyed = Subjects.Keyed();

    public static long Decide(long count)
    {
        long on = 0;
        for (long i = 0; i < count; i++)
        {
            on += s_rollout.Gate.IsEnabled(s_rollout.Key, s_keyed[i & (Subjects.Count - 1)]) ? 1 : 0;
        }

        return on;
    }

    /// <summary>Decides and records; the controller's counting of what was recorded is a part of it.</summary>
    public static long DecideAndRecord(long count)
    {
        var outcome = Outcome.Success(TimeSpan.FromMilliseconds(2));
        long on = 0;
        for (long i = 0; i < count; i++)
        {
            Decision decision = s_rollout.Gate.Decide(s_rollout.Key, s_keyed[i & (Subjects.Count - 1)]);
            decision.Record(outcome);
            on += decision.IsEnabled ? 1 : 0;
        }

        s_rollout.Rollouts.StepAsync().GetAwaiter().GetResult();
        return on;
    }

    /// <summary>Looks at six cells with new labels in each, at all twelve points of the grid.</summary>
    public static long Look(long count)
    {
        GuardStatistic comparison = GuardStatistic.Comparison(1);
        var cells = new LabelCell[6];
        for (long look = 1; look <= count; look++)
        {
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = new LabelCell((i + 1) / 10.0, look, (2 * look) + i);
            }

            _ = comparison.Look(cells, 1);
        }

        return count;
    }
}
