namespace ModularRollout.Rollouts.Counting;

/// <summary>The stretches of an attempt by number: what arm a subject was in, then.</summary>
internal sealed class StretchTable
{
    /// <summary>The most stretches of an attempt: a label's mask has a bit for each.</summary>
    public const int Most = 64;

    private Stretch?[] _stretches = new Stretch?[Most];

    public Stretch? this[int stretch] => (uint)stretch < Most ? _stretches[stretch] : null;

    /// <summary>Gets the highest stretch that was opened; -1 before the first.</summary>
    public int Last { get; private set; } = -1;

    /// <summary>Gets the stage of the last stretch; -1 before the first.</summary>
    public int Stage => this[Last]?.Stage ?? -1;

    public StretchTable Copy() => new() { _stretches = [.. _stretches], Last = Last };

    /// <summary>Opens a stretch; one that is open stays as it is.</summary>
    public void Open(int stretch, Stretch opened)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stretch);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(stretch, Most);
        _stretches[stretch] ??= opened;
        Last = Math.Max(Last, stretch);
    }
}
