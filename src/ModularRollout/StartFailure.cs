using System.Text;
using ModularRollout.Providers;
using ModularRollout.Snapshots;

namespace ModularRollout;

/// <summary>Says why a gate could not start.</summary>
internal static class StartFailure
{
    public static Exception Of(LayerStack stack, LayerWorker[] workers, string? restoreError)
    {
        var diagnostics = new List<DefinitionDiagnostic>();
        bool hasErrors = false;
        var text = new StringBuilder("The feature gate could not start:");
        lock (stack.Lock)
        {
            for (int i = 0; i < workers.Length; i++)
            {
                LayerState layer = stack.Layers[i];
                diagnostics.AddRange(layer.Own);
                diagnostics.AddRange(layer.Linking);
                text.Append('\n').Append(layer.Name).Append(": ");
                text.Append(workers[i].Progress.LastError ?? (layer.HasDelivered ? "delivered." : "no answer in time."));
            }
        }

        foreach (DefinitionDiagnostic diagnostic in diagnostics)
        {
            hasErrors |= diagnostic.Severity == DiagnosticSeverity.Error;
        }

        text.Append(restoreError is null ? "" : "\n" + restoreError);
        return hasErrors ? new DefinitionException(diagnostics) : new TimeoutException(text.ToString());
    }
}
