namespace ModularRollout.Outcomes;

/// <summary>What a record says became of the work: a number that fits in a byte.</summary>
internal static class OutcomeCode
{
    public const byte Success = 0;
    public const byte Failure = 1;

    /// <summary>The code of the first custom event that a reader asks for; the others follow in its order.</summary>
    public const byte FirstCustom = 2;

    /// <summary>The most custom events that a reader may ask for.</summary>
    public const int MaxCustom = byte.MaxValue - FirstCustom;
}
