using FsCheck;
using FsCheck.Xunit;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>What is true of verdicts, whoever counts the evidence, in whatever order it comes together, and whenever a process restarts.</summary>
public sealed class EvidenceLaws
{
    private const int Instances = 4;
    private const string Stages = """
        { "name": "staff", "audience": "staff" }, { "name": "tenth", "percent": 10 }, { "name": "half", "percent": 50 }, { "name": "full", "percent": 100, "holdbackPercent": 20 }
        """;

    private const string Guards = """
        { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 }, "prove": { "timesBaseline": 2 } },
        { "name": "latency", "events": "slow", "noMoreThan": { "timesBaseline": 1.0 } },
        { "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.05 }, "onBreach": "hold" },
        { "name": "slowest", "events": { "slowerThan": "80ms" }, "noMoreThan": { "rate": 0.2 }, "per": "outcome" },
        { "name": "orders", "events": { "custom": "order-lost" }, "noMoreThan": { "timesBaseline": 1.5 }, "onBreach": "hold" },
        { "name": "trial", "events": { "custom": "bounce" }, "noMoreThan": { "timesBaseline": 1.0 }, "dryRun": true }
        """;

    private static readonly string WithoutLatency = Guards.Replace("\"slow\"", "{ \"slowerThan\": \"70ms\" }", StringComparison.Ordinal);

    [Property(MaxTest = 25)]
    public void Look_EvidenceMergedInAnyOrderAndRepetition_GivesTheSameVerdicts(DoNotSize<int> seed)
    {
        var random = new System.Random(seed.Item);
        int failures = FailuresOf(seed.Item);
        Watched first = New("looker", failures), second = New("looker", failures);
        Watched[] others = [.. Enumerable.Range(0, Instances).Select(i => New("instance-" + i, failures))];
        for (int look = 0; look < 10; look++)
        {
            Array.ForEach(others, other => Trade(other, random, 60));
            Array.ForEach(others, static other => other.SettleAndLook());
            byte[][] saved = [.. others.Select(static other => other.Watch.Counts.Save())];
            byte[][] shuffled = [.. saved, .. saved.Where(_ => random.Next(2) == 0), .. second.Others];
            random.Shuffle(shuffled);
            first.Others = saved;
            second.Others = shuffled;

            Assert.Equal(Watched.TextOf(first.SettleAndLook()), Watched.TextOf(second.SettleAndLook()));
            second.Others = saved;
            Happen(random, [first, second, .. others]);
        }
    }

    [Property(MaxTest = 25)]
    public void Look_EvidenceOfOneOrOfSeveralInstances_GivesTheSameVerdicts(DoNotSize<int> seed)
    {
        // Budgets by subject count each instance's subjects; every subject comes to one instance here. When latencies are frozen depends on who has seen enough of them, and what
        // another instance labelled between its last two looks of an epoch is not seen: here all looks are in the first.
        var random = new System.Random(seed.Item);
        int failures = FailuresOf(seed.Item);
        Watched alone = New("alone", failures, WithoutLatency), merging = New("looker", failures, WithoutLatency);
        Watched[] others = [.. Enumerable.Range(0, Instances).Select(i => New("instance-" + i, failures, WithoutLatency))];
        for (int look = 0; look < 10; look++)
        {
            int[] happenings = [.. Enumerable.Range(0, 200).Select(_ => random.Next())];
            foreach (int happening in happenings)
            {
                Report(alone, happening);
                Report(others[happening % 500 % Instances], happening);
            }

            Array.ForEach(others, static other => other.SettleAndLook());
            merging.Others = [.. others.Select(static other => other.Watch.Counts.Save())];

            Assert.Equal(Verdicts(alone.SettleAndLook()), Verdicts(merging.SettleAndLook()));
            Happen(random, [alone, merging, .. others], mostHours: 12);
        }
    }

    [Property(MaxTest = 40)]
    public void Restart_BetweenAnyTwoLooks_ChangesNoVerdict(DoNotSize<int> seed)
    {
        var random = new System.Random(seed.Item);
        Watched straight = New("one", FailuresOf(seed.Item)), restarted = New("one", FailuresOf(seed.Item));
        for (int look = 0; look < 20; look++)
        {
            int traffic = random.Next();
            foreach (Watched watched in (Watched[])[straight, restarted])
            {
                Trade(watched, new System.Random(traffic), traffic % 5 == 0 ? 0 : 150);
            }

            Assert.Equal(Watched.TextOf(straight.SettleAndLook()), Watched.TextOf(restarted.SettleAndLook()));
            Happen(random, [straight, restarted]);
            if (random.Next(2) == 0)
            {
                // Who restarts looks at once; a look of the other then changes nothing but what time has changed.
                restarted = restarted.Restart(random.Next(2) == 0 ? "one" : "restarted-" + look);
                straight.Look(0);
            }
        }
    }

    [Fact]
    public void Looks_ComeAlongEverything()
    {
        var verdicts = new HashSet<GuardVerdict>();
        bool isBreach = false, isCompleted = false, isAlarm = false;
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new System.Random(seed);
            Watched watched = New("one", FailuresOf(seed));
            for (int look = 0; look < 20; look++)
            {
                Trade(watched, random, look % 7 == 6 ? 0 : 150);
                RolloutEvidence evidence = watched.SettleAndLook();
                verdicts.UnionWith(evidence.Readings.Select(static reading => reading.Verdict));
                isBreach |= evidence is { RollbackBreach: not null, HoldBreach: not null };
                isCompleted |= watched.State.IsComplete;
                isAlarm |= watched.State.IsComplete && evidence.Readings[0].Log > 2;
                Happen(random, [watched]);
            }
        }

        Assert.Equal(Enum.GetValues<GuardVerdict>(), verdicts.Order());
        Assert.True(isBreach && isCompleted && isAlarm, $"{isBreach} {isCompleted} {isAlarm}");
    }

    private static Watched New(string instance, int failures, string guards = Guards) => new(Situation.At(0, Stages, guards: guards), instance: instance) { Failures = failures };

    /// <summary>Gets how many of a hundred of the candidate's outcomes fail, where four of the baseline's do.</summary>
    private static int FailuresOf(int seed) => seed % 2 == 0 ? 4 : 24;

    /// <summary>Lets the same thing happen to the rollout wherever it is watched: it advances, a breach is acknowledged, days pass.</summary>
    private static void Happen(System.Random random, Watched[] all, int mostHours = 60)
    {
        int what = random.Next(6);
        TimeSpan time = TimeSpan.FromHours(random.Next(mostHours));
        foreach (Watched watched in all)
        {
            watched.Clock.Advance(time);
            _ = what switch
            {
                0 or 1 when watched.State.IsComplete => watched,
                0 or 1 when watched.State.Stage == 3 => watched.Enter(RolloutEntryKind.Complete, static at => at.Completed()),
                0 or 1 => watched.Enter(RolloutEntryKind.Advance, static at => at.Running(at.Stage + 1)),
                2 => watched.Enter(RolloutEntryKind.Hold, static at => at.Holding(RolloutHoldReason.Breach, "orders"))
                    .Enter(RolloutEntryKind.Acknowledge, static at => at.NewStretch(), "orders")
                    .Enter(RolloutEntryKind.Resume, at => at.As(watched.State.IsComplete ? RolloutStatus.Completed : RolloutStatus.Running)),
                _ => watched,
            };
        }
    }

    private static void Trade(Watched watched, System.Random random, int outcomes)
    {
        watched.Decide(outcomes == 0 ? 5 : 0);
        for (int i = 0; i < outcomes; i++)
        {
            Report(watched, random.Next());
        }
    }

    /// <summary>Reports something of one of five hundred subjects; the candidate's fare a little worse.</summary>
    private static void Report(Watched watched, int happening)
    {
        int number = happening % 500;
        ulong subject = Watched.At(number * .6180339887 % 1);
        int kind = happening / 500 % 100;
        if (watched.State.Stage == 0 || number % 50 == 0)
        {
            watched.Ring(subject, isFailure: kind < 2);
            return;
        }

        bool isFailure = kind < (subject < Watched.At(.5) ? watched.Failures : 4);
        if (kind >= 90)
        {
            watched.Custom(subject, kind < 95 ? "order-lost" : "bounce");
        }
        else if (isFailure)
        {
            watched.Failure(subject, kind);
        }
        else
        {
            watched.Success(subject, kind);
        }
    }

    /// <summary>Writes what rests on settled evidence: who counted what shows in no verdict.</summary>
    private static string Verdicts(RolloutEvidence evidence) => $"{evidence.RollbackBreach} {evidence.HoldBreach} {evidence.Subjects} {string.Join(" | ", evidence.Unknowns.Where(static unknown => !unknown.StartsWith("There were", StringComparison.Ordinal)))} "
        + string.Join(" | ", evidence.Readings.Where(static reading => reading.Verdict != GuardVerdict.Unknown).Select(static reading => $"{reading} {reading.Log:R}"));
}
