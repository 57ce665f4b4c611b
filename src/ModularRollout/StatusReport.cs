using System.Globalization;
using ModularRollout.Providers;
using ModularRollout.Snapshots;

namespace ModularRollout;

/// <summary>Puts a gate's status together.</summary>
internal static class StatusReport
{
    public static FeatureGateStatus Make(LayerStack stack, LayerWorker[] workers, bool isStarted, KillSwitches kills, string?[] fileErrors)
    {
        FeatureSnapshot snapshot;
        FlagLayerStatus[] layers = new FlagLayerStatus[workers.Length];
        var reasons = new List<string>();
        lock (stack.Lock)
        {
            snapshot = stack.Current;
            foreach (DefinitionDiagnostic diagnostic in stack.LockDiagnostics)
            {
                reasons.Add(diagnostic.ToString());
            }

            for (int i = 0; i < layers.Length; i++)
            {
                layers[i] = Make(stack.Layers[i], workers[i], isStarted);
            }
        }

        Array.ForEach([kills.Error, .. fileErrors], error => Add(reasons, error));
        Array.ForEach(layers, layer => Add(reasons, layer));
        if (snapshot.Version == 0)
        {
            reasons.Insert(0, isStarted ? "There is no snapshot yet." : "The gate has not been started.");
        }

        return new FeatureGateStatus(StateOf(snapshot, layers, reasons), reasons, snapshot, layers, kills.Journal.Killed);
    }

    private static FeatureGateState StateOf(FeatureSnapshot snapshot, FlagLayerStatus[] layers, List<string> reasons) =>
        snapshot.Version == 0 ? FeatureGateState.NotReady
        : Array.Exists(layers, static layer => layer.IsStale) ? FeatureGateState.Stale
        : reasons.Count > 0 ? FeatureGateState.Degraded
        : FeatureGateState.Ready;

    private static FlagLayerStatus Make(LayerState layer, LayerWorker worker, bool isStarted)
    {
        LayerProgress progress = worker.Progress;
        return new FlagLayerStatus(layer.Name)
        {
            Version = layer.InForce?.Version,
            LastFetch = progress.LastFetch,
            LastSuccess = progress.LastSuccess,
            LastError = progress.LastError ?? LinkingError(layer),
            Diagnostics = [.. layer.Own, .. layer.Linking],
            IsServingOldDocument = layer.IsOld,
            IsStale = isStarted && worker.IsStale,
        };
    }

    private static string? LinkingError(LayerState layer) =>
        Array.Find(layer.Linking, static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)?.ToString();

    private static void Add(List<string> reasons, string? error)
    {
        if (error is not null)
        {
            reasons.Add(error);
        }
    }

    private static void Add(List<string> reasons, FlagLayerStatus layer)
    {
        if (layer.LastError is { } error)
        {
            reasons.Add($"{layer.Name}: {error}");
        }
        else if (layer.IsServingOldDocument)
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{layer.Name}: an earlier document is in force, version '{layer.Version}'."));
        }

        if (layer.IsStale)
        {
            reasons.Add($"{layer.Name}: the provider has been silent for too long.");
        }
    }
}
