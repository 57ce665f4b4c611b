using System.Runtime.CompilerServices;

namespace ModularRollout.Snapshots.Conditions;

/// <summary>How texts compare; a struct, so that each test is compiled for one of the two and asks nothing per call.</summary>
internal interface ITextComparison
{
    static abstract bool IgnoresCase { get; }

    static abstract string Suffix { get; }

    static abstract bool Equals(string text, string other);

    static abstract bool StartsWith(string text, string part);

    static abstract bool EndsWith(string text, string part);

    static abstract bool Contains(string text, string part);
}

internal readonly struct Ordinal : ITextComparison
{
    public static bool IgnoresCase => false;

    public static string Suffix => "";

    // Lists mostly differ in the first character: looking at it spares the call that compares the rest.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(string text, string other) =>
        text.Length == other.Length && (text.Length == 0 || (text[0] == other[0] && text.AsSpan().SequenceEqual(other)));

    public static bool StartsWith(string text, string part) => text.AsSpan().StartsWith(part);

    public static bool EndsWith(string text, string part) => text.AsSpan().EndsWith(part);

    public static bool Contains(string text, string part) => text.Contains(part, StringComparison.Ordinal);
}

internal readonly struct OrdinalIgnoreCase : ITextComparison
{
    public static bool IgnoresCase => true;

    public static string Suffix => " (ignoring case)";

    public static bool Equals(string text, string other) => text.Equals(other, StringComparison.OrdinalIgnoreCase);

    public static bool StartsWith(string text, string part) => text.StartsWith(part, StringComparison.OrdinalIgnoreCase);

    public static bool EndsWith(string text, string part) => text.EndsWith(part, StringComparison.OrdinalIgnoreCase);

    public static bool Contains(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
