namespace ModularRollout.Snapshots.Conditions;

/// <summary>How texts compare; a struct, so that each test is compiled for one of the two and asks nothing per call.</summary>
internal interface ITextComparison
{
    static abstract StringComparison Comparison { get; }

    static abstract string Suffix { get; }
}

internal readonly struct Ordinal : ITextComparison
{
    public static StringComparison Comparison => StringComparison.Ordinal;

    public static string Suffix => "";
}

internal readonly struct OrdinalIgnoreCase : ITextComparison
{
    public static StringComparison Comparison => StringComparison.OrdinalIgnoreCase;

    public static string Suffix => " (ignoring case)";
}
