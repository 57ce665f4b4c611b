namespace ModularRollout.Snapshots.Conditions;

/// <summary>How texts compare; a struct, so that each test is compiled for one of the two and asks nothing per call.</summary>
internal interface ITextComparison
{
    static abstract bool IgnoresCase { get; }

    static abstract string Suffix { get; }

    /// <summary>Gets the part of a <see cref="TextSign"/> that is the same for all texts that are equal.</summary>
    static abstract ulong Sign(ulong sign);

    static abstract bool Equals(string text, string other);

    static abstract bool StartsWith(string text, string part);

    static abstract bool EndsWith(string text, string part);

    static abstract bool Contains(string text, string part);
}

internal readonly struct Ordinal : ITextComparison
{
    public static bool IgnoresCase => false;

    public static string Suffix => "";

    public static ulong Sign(ulong sign) => sign;

    public static bool Equals(string text, string other) => text == other;

    public static bool StartsWith(string text, string part) => text.AsSpan().StartsWith(part);

    public static bool EndsWith(string text, string part) => text.AsSpan().EndsWith(part);

    public static bool Contains(string text, string part) => text.Contains(part, StringComparison.Ordinal);
}

internal readonly struct OrdinalIgnoreCase : ITextComparison
{
    public static bool IgnoresCase => true;

    public static string Suffix => " (ignoring case)";

    public static ulong Sign(ulong sign) => TextSign.IgnoringCase(sign);

    public static bool Equals(string text, string other) => text.Equals(other, StringComparison.OrdinalIgnoreCase);

    public static bool StartsWith(string text, string part) => text.StartsWith(part, StringComparison.OrdinalIgnoreCase);

    public static bool EndsWith(string text, string part) => text.EndsWith(part, StringComparison.OrdinalIgnoreCase);

    public static bool Contains(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
