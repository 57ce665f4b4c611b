namespace ModularRollout.Simulation;

/// <summary>What was promised and what was measured; a row of the results.</summary>
/// <param name="IsMet"><see langword="null"/> for what is only told.</param>
internal sealed record Mark(string Property, string Case, string Limit, string Measured, bool? IsMet);
