using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using ModularRollout.Providers;
using ModularRollout.Rollouts;

namespace ModularRollout.Simulation.Traffic;

/// <summary>One attempt of a rollout, carried out by the shipped controller on virtual time: a gate, its decisions and outcomes, a store, a look every ten seconds.</summary>
internal sealed class LiveRollout : IDisposable
{
    public const string Flag = "simulated";
    public const int OutcomesALook = 100;

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly FeatureGate _gate;

    /// <summary>Starts the attempt.</summary>
    /// <param name="alpha">The chance of a false rollback that the plan accepts.</param>
    /// <param name="salt">Names the flag, so that each run has buckets of its own.</param>
    public LiveRollout(double alpha, string salt)
    {
        Name = $"{Flag}-{salt}";
        var options = new FeatureGateOptions { TimeProvider = _clock };
        options.Rollouts.SingleProcess = true;
        options.Rollouts.RunsByItself = false;
        options.Rollouts.CheckpointEvery = TimeSpan.FromHours(1); // nobody restarts here
        var flags = new InMemoryFlagProvider("simulation", _clock);
        flags.Update(Document(Name, alpha));
        _gate = FeatureGate.StartAsync([flags], options).AsTask().GetAwaiter().GetResult();
        RolloutCommandResult started = _gate.Rollouts.StartAsync(Name, "simulation", "a run").GetAwaiter().GetResult();
        if (!started.IsAccepted)
        {
            throw new InvalidOperationException(started.Sentence);
        }
    }

    public string Name { get; }

    public RolloutProgress Progress => _gate.Rollouts.Find(Name)!;

    /// <summary>Gets whether the attempt goes on.</summary>
    public bool IsRunning => Progress.Status is not (RolloutStatus.Completed or RolloutStatus.RolledBack);

    public Decision Decide(int subject) => _gate.Decide(Name, new EvaluationContext(Subject(subject)));

    /// <summary>Lets ten seconds pass, and has the controller look.</summary>
    public void Look()
    {
        _clock.Advance(s_look);
        _gate.Rollouts.StepAsync().GetAwaiter().GetResult();
    }

    public void Dispose() => _gate.Dispose();

    private static string Subject(int subject) => string.Create(CultureInfo.InvariantCulture, $"subject-{subject}");

    private static string Document(string name, double alpha) => string.Create(CultureInfo.InvariantCulture, $$"""
        { "flags": { "{{name}}": { "otherwise": { "serve": "off" }, "rollout": {
            "candidate": "on", "baseline": "off", "falseRollback": {{alpha}},
            "stages": [
              { "name": "1", "percent": 1, "dwell": "40m" }, { "name": "5", "percent": 5, "dwell": "40m" },
              { "name": "25", "percent": 25, "dwell": "40m" }, { "name": "50", "percent": 50, "dwell": "40m" } ],
            "guards": [
              { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1 } },
              { "name": "latency", "events": "slow", "noMoreThan": { "timesBaseline": 1 } } ] } } } }
        """);
}
