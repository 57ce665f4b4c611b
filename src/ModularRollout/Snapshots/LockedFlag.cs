namespace ModularRollout.Snapshots;

/// <summary>A flag whose plan, variants, <c>off</c> and <c>kind</c> are those of an attempt's start, whatever its definition says by now.</summary>
/// <param name="Flag">The flag's name.</param>
/// <param name="Json">The definition at the start.</param>
internal readonly record struct LockedFlag(string Flag, string Json);
