using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Control;

/// <summary>A transition that should be made, not made yet.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="To">Where it leads.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Detail">What the kind of entry needs besides.</param>
/// <param name="Effect">What whoever commands it is told besides, in a sentence.</param>
internal sealed record RolloutMove(RolloutEntryKind Kind, RolloutPosition To, string Reason, string? Detail = null, string? Effect = null);

/// <summary>What the director or a command says: a move, or why there is none.</summary>
/// <param name="Move">The move; <see langword="null"/> for none.</param>
/// <param name="Waits">What the rollout waits for, or why a command is refused, in sentences.</param>
internal sealed record RolloutStep(RolloutMove? Move, IReadOnlyList<string> Waits)
{
    public static RolloutStep Nothing { get; } = new(null, []);

    public static RolloutStep Make(RolloutEntryKind kind, RolloutPosition to, string reason, string? detail = null) => new(new RolloutMove(kind, to, reason, detail), []);

    public static RolloutStep Wait(params IReadOnlyList<string> waits) => new(null, waits);
}
