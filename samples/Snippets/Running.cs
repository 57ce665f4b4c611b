using Microsoft.Extensions.Logging;
using ModularRollout;
using ModularRollout.Providers;

namespace Snippets;

/// <summary>The code about a gate's life: start, changes, status, kill switches.</summary>
public static class Running
{
    public static async Task<FeatureGate> StartAsync(ILoggerFactory logging)
    {
        #region start
        var options = new FeatureGateOptions
        {
            StartTimeout = TimeSpan.FromSeconds(5),
            OnStartTimeout = StartTimeoutAction.ServeFallbacks,
            LastKnownGoodFile = "state/flags.good",
            KillFile = "state/kills.json",
            LoggerFactory = logging,
        };
        options.WithAmbient("environment", "production").WithAmbient("region", "eu-central");

        FeatureGate gate = await FeatureGate.StartAsync(
            [new JsonFileFlagProvider("flags.json"), new JsonFileFlagProvider("flags.override.json")], options);
        #endregion
        return gate;
    }

    public static FeatureGateOptions Show(IDecisionRecorder recorder, byte[] secret)
    {
        #region telemetry
        var options = new FeatureGateOptions();
        options.Telemetry.SetId = "shop";
        options.Telemetry.Signal = DecisionSignal.Event;
        options.Telemetry.ContextId = ContextIdMode.Hmac; // opts in: subjects are told apart, by who has the secret
        options.Telemetry.Secret = secret;
        options.Telemetry.Journal.Recorders.Add(recorder);
        #endregion
        return options;
    }

    public static void Watch(FeatureGate gate)
    {
        #region changed
        gate.Changed += (_, change) =>
        {
            foreach (FlagChange flag in change.Changes)
            {
                Console.WriteLine($"snapshot {change.Snapshot.Version}: {flag.Flag} {flag.Kind}");
            }
        };
        #endregion

        #region status
        FeatureGateStatus status = gate.Status;
        Console.WriteLine($"{status.State}: {string.Join(" ", status.Reasons)}");
        #endregion
    }

    public static async Task KillAsync(FeatureGate gate)
    {
        #region kill
        FlagKillResult result = await gate.KillAsync("payments.v3", actor: "sre-oncall", reason: "Gateway answers 500, INC-204");
        Console.WriteLine($"changed {result.IsChanged}, defined {result.IsDefined}, survives a restart {result.IsDurable}");

        await gate.ReviveAsync("payments.v3", actor: "sre-oncall", reason: "Gateway is back, INC-204");
        #endregion
    }
}
