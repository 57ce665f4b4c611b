using Microsoft.Extensions.DependencyInjection;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.AotSmoke;

/// <summary>A rollout on a file store, with parts from the container: start, traffic, advance, restart, rollback.</summary>
internal static class RolloutChecks
{
    private const string Flag = "checkout";

    private static readonly SteppedClock s_clock = new();

    public static async Task RunAsync()
    {
        string folder = Directory.CreateTempSubdirectory("modular-rollout-").FullName;
        await WalkAsync(folder);
        await GoOnAsync(folder);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task WalkAsync(string folder)
    {
        await using ServiceProvider container = Build(folder);
        FeatureGate gate = container.GetRequiredService<FeatureGate>();
        RolloutController rollouts = container.GetRequiredService<RolloutController>();
        await gate.StartAsync();

        Check.True("refused", !(await rollouts.StartAsync(Flag, "bob", "smoke")).IsAccepted);
        RolloutCommandResult started = await rollouts.StartAsync(Flag, "ada", "smoke");
        Check.True(started.Sentence, started is { IsAccepted: true, IsJournalled: true });
        await TradeAsync(gate, steps: 40);

        RolloutProgress progress = rollouts.Find(Flag)!;
        Check.Equal("stage " + string.Join(' ', progress.Waits), "half", progress.Stage?.Name);
        Check.Equal("verdict", GuardVerdict.Healthy, progress.Readings[0].Verdict);
        Check.True("outcomes", progress.CandidateOutcomes > 100 && progress.BaselineOutcomes > 100);
        Check.True("arm", gate.Decide(Flag, new EvaluationContext("user-1")).Arm != DecisionArm.None);
        Check.True("runbook", rollouts.RunbookOf(Flag)!.ToMarkdown().Contains("await gate.Rollouts.RollBackAsync(\"checkout\"", StringComparison.Ordinal));
        Check.True("portfolio", rollouts.Portfolio().ToMarkdown().Contains("running in `half`", StringComparison.Ordinal));
        Check.True("governance", gate.Govern().ToMarkdown().Contains("| warning | MR3001 | `checkout` |", StringComparison.Ordinal));
    }

    private static async Task GoOnAsync(string folder)
    {
        await using ServiceProvider container = Build(folder);
        FeatureGate gate = container.GetRequiredService<FeatureGate>();
        RolloutController rollouts = container.GetRequiredService<RolloutController>();
        await gate.StartAsync();
        Check.Equal("after a restart", "half", rollouts.Find(Flag)?.Stage?.Name);

        RolloutCommandResult back = await rollouts.RollBackAsync(Flag, "ada", "smoke");
        Check.True(back.Sentence, back is { IsAccepted: true, IsJournalled: true });
        Check.True("the baseline for all", Enumerable.Range(0, 1000).All(i => !gate.IsEnabled(Flag, new EvaluationContext("user-" + i))));

        RolloutJournal journal = rollouts.JournalOf(Flag);
        Check.True("the journal is whole", journal.Damage is null);
        Check.Equal("the journal's last transition", RolloutEntryKind.RollBack, journal.Entries.Last(static entry => entry.Kind is not (RolloutEntryKind.Deliver or RolloutEntryKind.Report)).Kind);
        await EventuallyAsync("told", () => container.GetRequiredService<Told>().Count > 0);
    }

    private static ServiceProvider Build(string folder)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(s_clock);
        services.AddSingleton<Told>();
        services.AddModularRollout(flags => flags
            .AddInMemory("code", static memory => memory.Update("""
                { "flags": { "checkout": { "otherwise": { "serve": "off" },
                    "rollout": { "candidate": "on", "baseline": "off", "settle": "1s", "probes": ["smoke"],
                                 "stages": [ { "name": "quarter", "percent": 25, "dwell": "1m" }, { "name": "half", "percent": 50, "dwell": "1d" } ],
                                 "guards": [ { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 } },
                                             { "name": "latency", "events": "slow", "noMoreThan": { "timesBaseline": 2.0 } },
                                             { "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.5 } } ] } } } }
                """))
            .UseFileRolloutStore(folder)
            .AddRolloutProbe<SmokeProbe>()
            .AddRolloutListener<CountingListener>()
            .UseRolloutAuthorizer<AdaAlone>()
            .Configure(static options => options.Rollouts.RunsByItself = false));
        return services.BuildServiceProvider();
    }

    private static async Task TradeAsync(FeatureGate gate, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            for (int i = 0; i < 100; i++)
            {
                gate.Decide(Flag, new EvaluationContext($"user-{step}-{i}")).Record(i % 50 == 0 ? Outcome.Failure(TimeSpan.FromMilliseconds(90)) : Outcome.Success(TimeSpan.FromMilliseconds(100 + i)));
            }

            s_clock.Advance(TimeSpan.FromSeconds(10));
            await gate.Rollouts.StepAsync();
        }
    }

    private static async Task EventuallyAsync(string what, Func<bool> condition)
    {
        for (int i = 0; i < 1000 && !condition(); i++)
        {
            await Task.Delay(5);
        }

        Check.True(what, condition());
    }

    /// <summary>A clock that goes on when it is told to; timers are the system's.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private long _ticks = new DateTime(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc).Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _ticks);

        public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

        public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
    }

    private sealed class Told
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Add() => Interlocked.Increment(ref _count);
    }

    private sealed class SmokeProbe(IFeatureGate gate) : IRolloutProbe
    {
        public string Name => "smoke";

        public ValueTask<string?> ProbeAsync(string flag, EvaluationContext context, CancellationToken cancellationToken) =>
            new(gate.Decide(flag, context).Reason == DecisionReason.Forced ? null : "The candidate is not forced.");
    }

    private sealed class CountingListener(Told told) : IRolloutListener
    {
        public string Name => "counting";

        public ValueTask NotifyAsync(RolloutJournalEntry entry, IReadOnlyList<string> escalateTo, CancellationToken cancellationToken)
        {
            told.Add();
            return default;
        }
    }

    private sealed class AdaAlone : IRolloutAuthorizer
    {
        public bool MayCommand(RolloutCommandKind command, string flag, IReadOnlyList<string> operators, string actor) => actor == "ada";

        public bool IsMember(string actor, string group) => false;
    }
}
