using ModularRollout.Providers;
using ModularRollout.Rollouts;

namespace ModularRollout.Benchmarks.Rollouts;

/// <summary>A gate with a rollout that its controller has started: half of the subjects get the candidate. Looks are taken by hand.</summary>
internal sealed class RunningRollout : IDisposable
{
    public const string Flag = Scenarios.Rollout;
    public const string Actor = "benchmark";

    private readonly InMemoryFlagProvider _provider = new("benchmark");

    /// <summary>Starts the rollout of a document.</summary>
    /// <param name="document">The document; the scenarios' own by default.</param>
    /// <param name="clock">The clock; the system's by default.</param>
    public RunningRollout(byte[]? document = null, TimeProvider? clock = null)
    {
        var options = new FeatureGateOptions { TimeProvider = clock ?? TimeProvider.System };
        options.Rollouts.SingleProcess = true;
        options.Rollouts.RunsByItself = false;
        _provider.Update(document ?? Scenarios.Document.ToArray());
        Gate = FeatureGate.StartAsync([_provider], options).AsTask().GetAwaiter().GetResult();
        Accept(Gate.Rollouts.StartAsync(Flag, Actor, "to be measured").GetAwaiter().GetResult());
    }

    public FeatureGate Gate { get; }

    public RolloutController Rollouts => Gate.Rollouts;

    public FlagKey<bool> Key { get; } = new(Flag, false);

    public RolloutStatus Status => Rollouts.Find(Flag)!.Status;

    /// <summary>Throws where a command was refused: what is measured then would be the refusal.</summary>
    public static void Accept(RolloutCommandResult result)
    {
        if (!result.IsAccepted)
        {
            throw new InvalidOperationException(result.Sentence);
        }
    }

    public void Dispose() => Gate.Dispose();
}
