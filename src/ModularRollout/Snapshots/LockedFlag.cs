namespace ModularRollout.Snapshots;

/// <summary>A flag whose plan, variants, <c>off</c> and <c>kind</c> are those of an attempt's start, whatever its definition says by now.</summary>
/// <param name="Flag">The flag's name.</param>
/// <param name="Json">The definition at the start.</param>
/// <param name="Kept">The flag as it was in force last, with all it refers to, as one document; <see langword="null"/> where the journal does not say.</param>
/// <param name="IsOver">Whether the attempt is over, and gave its baseline back: then it is locked only against a plan that begins elsewhere, which would give everybody something else at once.</param>
internal readonly record struct LockedFlag(string Flag, string Json, string? Kept, bool IsOver = false);
