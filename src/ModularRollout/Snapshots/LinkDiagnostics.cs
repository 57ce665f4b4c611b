using ModularRollout.Definitions;

namespace ModularRollout.Snapshots;

/// <summary>The problems that only show when layers are put together, with their sentences.</summary>
internal sealed class LinkDiagnostics
{
    private readonly List<Finding> _found = [];

    public bool HasErrors { get; private set; }

    public string FirstError => _found.Find(static found => found.Severity == DiagnosticSeverity.Error).Message;

    /// <summary>Locates what was found, for which the layers' flags must have been compiled from the layers' own text.</summary>
    public DefinitionDiagnostic[] ToArray() =>
        [.. _found.ConvertAll(static found => found.Layer.Document.Diagnose(found.Code, found.Severity, found.Position, found.Message))];

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

    public void PlanCycle(CompiledLayer layer, int position, string cycle) =>
        Error(layer, DefinitionCodes.PlanCycle, position, $"The rollouts of {cycle} wait for each other in a circle, so none can start; take one `after` out.");

    public void UnknownPlanFlag(CompiledLayer layer, int position, string property, string flag, IEnumerable<string> known) =>
        Warn(layer, DefinitionCodes.UnknownPlanFlag, position, $"The plan's `{property}` names '{flag}', and no layer defines that flag; {Suggest(flag, known)}take it out.");

    public void UnusedSegment(CompiledLayer layer, int position, string segment) =>
        Warn(layer, DefinitionCodes.UnusedSegment, position, $"Nothing refers to the segment '{segment}'; use it or remove it.");

    public void LockedAudience(CompiledLayer layer, int position, string flag, string segment) =>
        Warn(layer, DefinitionCodes.LockedReference, position, $"The running rollout of '{flag}' exposes the audience '{segment}', which is defined nowhere any more, so it contains nobody; define it under `segments`.");

    public void LockedReference(CompiledLayer layer, int position, string flag, string gone) =>
        Warn(layer, DefinitionCodes.LockedReference, position, $"The running rollout of '{flag}' keeps a definition that names '{gone}', which is defined nowhere any more, so everybody gets its baseline; define one of them again.");

    public void LockedVariant((CompiledLayer Layer, int Position) place, string flag, string required, string variant) =>
        Warn(place.Layer, DefinitionCodes.LockedReference, place.Position, $"'{flag}' requires variant '{variant}' of '{required}', whose variants are others while its rollout runs; until then the requirement fails.");

    public void LockedMisfit(CompiledLayer layer, LinkDiagnostics errors)
    {
        foreach (LayerFlag entry in layer.Flags)
        {
            Warn(layer, DefinitionCodes.LockedReference, entry.Position, $"What the running rollout of '{entry.Flag.Name}' keeps does not fit the other definitions, so everybody gets its baseline. {errors.FirstError}");
        }
    }

    private static string Suggest(string name, IEnumerable<string> known) => Suggestions.Closest(name, known) is { } close ? $"did you mean '{close}'? Else " : "";

    private void Warn(CompiledLayer layer, string code, int position, string message) =>
        _found.Add(new(layer, code, DiagnosticSeverity.Warning, position, message));

    private void Error(CompiledLayer layer, string code, int position, string message)
    {
        HasErrors = true;
        _found.Add(new(layer, code, DiagnosticSeverity.Error, position, message));
    }

    private readonly record struct Finding(CompiledLayer Layer, string Code, DiagnosticSeverity Severity, int Position, string Message);
}
