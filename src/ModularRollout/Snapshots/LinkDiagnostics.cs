using ModularRollout.Definitions;

namespace ModularRollout.Snapshots;

/// <summary>The problems that only show when layers are put together, with their sentences.</summary>
internal sealed class LinkDiagnostics
{
    private readonly List<DefinitionDiagnostic> _found = [];

    public bool HasErrors { get; private set; }

    public DefinitionDiagnostic[] ToArray() => [.. _found];

    public void UnknownSegment(CompiledLayer layer, int position, string segment, IEnumerable<string> known) =>
        Error(layer, DefinitionCodes.UnknownSegment, position, $"There is no segment '{segment}'; {Suggest(segment, known)}define it under `segments` in this or another layer.");

    public void SegmentCycle(CompiledLayer layer, int position, string cycle) =>
        Error(layer, DefinitionCodes.SegmentCycle, position, $"The segments {cycle} refer to each other in a circle; take one reference out.");

    public void UnknownPrerequisite(CompiledLayer layer, int position, string flag, IEnumerable<string> known) =>
        Error(layer, DefinitionCodes.UnknownFlag, position, $"There is no flag '{flag}' to require; {Suggest(flag, known)}define it in this or another layer.");

    public void UnknownRequiredVariant(CompiledLayer layer, int position, string flag, string variant, IEnumerable<string> known) =>
        Error(layer, DefinitionCodes.UnknownRequiredVariant, position, $"The required flag '{flag}' has no variant '{variant}'; {Suggest(variant, known)}its variants are {string.Join(", ", known)}.");

    public void PrerequisiteCycle(CompiledLayer layer, int position, string cycle) =>
        Error(layer, DefinitionCodes.PrerequisiteCycle, position, $"The flags {cycle} require each other in a circle; take one prerequisite out.");

    public void TooDeep(CompiledLayer layer, int position) =>
        Error(layer, DefinitionCodes.TooDeepReferences, position, $"References are followed more than {ReferenceGraph.DeepestChain} deep from here; make the chain shorter.");

    public void TooCostly(CompiledLayer layer, int position, long cost) =>
        Error(layer, DefinitionCodes.TooCostlyEvaluation, position, $"One evaluation could ask {cost} tests; at most {ReferenceGraph.CostliestEvaluation} are allowed.");

    public void UnknownAudience(CompiledLayer layer, int position, string segment) =>
        Error(layer, DefinitionCodes.UnknownAudience, position, $"There is no segment '{segment}' for the rollout's audience; define it under `segments`.");

    public void UnusedSegment(CompiledLayer layer, int position, string segment) =>
        _found.Add(layer.Document.Diagnose(DefinitionCodes.UnusedSegment, DiagnosticSeverity.Warning, position, $"Nothing refers to the segment '{segment}'; use it or remove it."));

    private static string Suggest(string name, IEnumerable<string> known) => Suggestions.Closest(name, known) is { } close ? $"did you mean '{close}'? Else " : "";

    private void Error(CompiledLayer layer, string code, int position, string message)
    {
        HasErrors = true;
        _found.Add(layer.Document.Diagnose(code, DiagnosticSeverity.Error, position, message));
    }
}
