using ModularRollout.Benchmarks.Reporting;
using ModularRollout.Benchmarks.Rollouts;

namespace ModularRollout.Benchmarks.Commands;

/// <summary>O: recording outcomes of a running rollout, alone and as a part of a switch, on one thread and on two.</summary>
/// <remarks>
/// Rounds that record are so short that what is recorded in one waits for its reader without loss; after each, untimed, the controller's counters take it, and the command
/// checks that every outcome arrived exactly once. Draining by the pool, which recording asks for, goes on beside it.
/// </remarks>
internal static class RecordingCommand
{
    private const int Walks = 190;

    // Nothing waits for a reader here, and a round must be long beside the start of its threads.
    private const int WalksWithoutRecords = 4_000;

    public static void Run(Figures figures) => Run(figures, rounds: 61);

    public static void Run(Figures figures, int rounds)
    {
        using var shared = new RecordedRollout();
        using var first = new RecordedRollout();
        using var second = new RecordedRollout();
        RecordedRollout[] own = [first, second];
        EvaluationContext[] contexts = Subjects.Keyed();
        var plain = new FlagKey<bool>(Scenarios.Split, false);

        var contest = new Contest(
            rounds,
            new Contestant("record, nothing shared: a gate a thread", Walks, thread => Record(own[thread], contexts), _ => Take(first, second)),
            new Contestant("record", Walks, _ => Record(shared, contexts), outcomes => Check(shared, outcomes)),
            new Contestant("decide", WalksWithoutRecords, _ => Decide(shared, contexts)),
            new Contestant("decide and record", Walks, _ => DecideAndRecord(shared, contexts), outcomes => Check(shared, outcomes)),
            new Contestant("the path alone", WalksWithoutRecords, _ => Bare(contexts)),
            new Contestant("`Switch`, a flag without a rollout", WalksWithoutRecords, _ => Switch(shared, plain, contexts)),
            new Contestant("`Switch`", Walks, _ => Switch(shared, shared.Key, contexts), outcomes => Check(shared, outcomes)),
            new Contestant("the path alone, asynchronous", WalksWithoutRecords, _ => BareAsync(contexts)),
            new Contestant("`SwitchAsync`, a flag without a rollout", WalksWithoutRecords, _ => SwitchAsync(shared, plain, contexts)),
            new Contestant("`SwitchAsync`", Walks, _ => SwitchAsync(shared, shared.Key, contexts), outcomes => Check(shared, outcomes)));
        Report(figures, contest);
    }

    private static void Report(Figures figures, Contest contest)
    {
        var rows = new List<string[]>();
        for (int i = 0; i < contest.Count; i++)
        {
            figures.Add($"recording.{i}", 1e9 / contest.Alone(i));
            figures.Add($"recording.{i}.bytes", contest.Bytes(i));
            figures.Add($"recording.{i}.scaling", contest.OfFirst(i));
            rows.Add([
                contest.NameOf(i), Figures.Time(1e9 / contest.Alone(i)), Figures.Bytes(contest.Bytes(i)),
                Figures.Digits(contest.Alone(i) / 1e6), Figures.Digits(contest.Together(i) / 1e6), Figures.Digits(contest.Scaling(i))]);
        }

        figures.Table(
            "O. Outcomes of a running rollout",
            $"Medians of {contest.Rounds} alternating rounds; a path does nothing but return a number. Two threads share the two cores with the reader that counts.",
            ["", "one thread", "allocated", "million a second, 1 thread", "2 threads", "scaling"],
            rows);
    }

    private static Func<int> Record(RecordedRollout rollout, EvaluationContext[] contexts)
    {
        Decision[] decisions = Array.ConvertAll(contexts, context => rollout.Gate.Decide(rollout.Key, context));
        var outcome = Outcome.Success(TimeSpan.FromMilliseconds(2));
        return () =>
        {
            foreach (ref readonly Decision decision in decisions.AsSpan())
            {
                decision.Record(outcome);
            }

            return decisions.Length;
        };
    }

    private static Func<int> Decide(RecordedRollout rollout, EvaluationContext[] contexts) => () =>
    {
        int on = 0;
        foreach (ref readonly EvaluationContext context in contexts.AsSpan())
        {
            on += rollout.Gate.Decide(rollout.Key, context).IsEnabled ? 1 : 0;
        }

        return on;
    };

    private static Func<int> DecideAndRecord(RecordedRollout rollout, EvaluationContext[] contexts)
    {
        var outcome = Outcome.Success(TimeSpan.FromMilliseconds(2));
        return () =>
        {
            int on = 0;
            foreach (ref readonly EvaluationContext context in contexts.AsSpan())
            {
                Decision decision = rollout.Gate.Decide(rollout.Key, context);
                decision.Record(outcome);
                on += decision.IsEnabled ? 1 : 0;
            }

            return on;
        };
    }

    private static Func<int> Bare(EvaluationContext[] contexts)
    {
        Func<int, int> path = static state => state;
        return () =>
        {
            int sum = 0;
            for (int i = 0; i < contexts.Length; i++)
            {
                sum += path(i);
            }

            return sum;
        };
    }

    private static Func<int> Switch(RecordedRollout rollout, FlagKey<bool> key, EvaluationContext[] contexts) => () =>
    {
        int sum = 0;
        for (int i = 0; i < contexts.Length; i++)
        {
            sum += rollout.Gate.Switch(key, contexts[i], i, static state => state, static state => state + 1);
        }

        return sum;
    };

    private static Func<int> BareAsync(EvaluationContext[] contexts)
    {
        Func<int, CancellationToken, ValueTask<int>> path = static (state, _) => new ValueTask<int>(state);
        return () =>
        {
            int sum = 0;
            for (int i = 0; i < contexts.Length; i++)
            {
                sum += ResultOf(path(i, CancellationToken.None));
            }

            return sum;
        };
    }

    private static Func<int> SwitchAsync(RecordedRollout rollout, FlagKey<bool> key, EvaluationContext[] contexts) => () =>
    {
        int sum = 0;
        for (int i = 0; i < contexts.Length; i++)
        {
            ValueTask<int> work = rollout.Gate.SwitchAsync(
                key, contexts[i], i, static (state, _) => new ValueTask<int>(state), static (state, _) => new ValueTask<int>(state + 1), CancellationToken.None);
            sum += ResultOf(work);
        }

        return sum;
    };

    /// <summary>Gets the result of work that is complete at once, as a path's is whose answer is in a cache.</summary>
    private static int ResultOf(in ValueTask<int> work) => work.IsCompletedSuccessfully ? work.Result : throw new InvalidOperationException("The work is not complete.");

    private static void Take(params RecordedRollout[] rollouts) => Array.ForEach(rollouts, static rollout => _ = rollout.TakeOutcomes());

    private static void Check(RecordedRollout rollout, int outcomes)
    {
        long taken = rollout.TakeOutcomes();
        if (taken != outcomes)
        {
            throw new InvalidOperationException($"{outcomes} outcomes were recorded, {taken} arrived.");
        }
    }
}
