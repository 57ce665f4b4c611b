using System.Runtime.CompilerServices;

namespace ModularRollout.Snapshots.Conditions;

/// <summary>How texts compare; a struct, so that each test is compiled for one of the two and asks nothing per call.</summary>
internal interface ITextComparison
{
    static abstract bool IgnoresCase { get; }

    static abstract string Suffix { get; }

    /// <summary>Gets a number that is the same for equal texts and mostly differs for others: comparing it spares looking at the text.</summary>
    static abstract ulong Sign(string text);

    static abstract bool Equals(string text, string other);

    static abstract bool StartsWith(string text, string part);

    static abstract bool EndsWith(string text, string part);

    static abstract bool Contains(string text, string part);
}

internal readonly struct Ordinal : ITextComparison
{
    public static bool IgnoresCase => false;

    public static string Suffix => "";

    /// <summary>Length, first, middle and last character.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Sign(string text)
    {
        int length = text.Length;
        return length == 0 ? 0 : ((ulong)(uint)length << 48) | ((ulong)text[0] << 32) | ((ulong)text[length >> 1] << 16) | text[length - 1];
    }

    public static bool Equals(string text, string other) => text == other;

    public static bool StartsWith(string text, string part) => text.AsSpan().StartsWith(part);

    public static bool EndsWith(string text, string part) => text.AsSpan().EndsWith(part);

    public static bool Contains(string text, string part) => text.Contains(part, StringComparison.Ordinal);
}

internal readonly struct OrdinalIgnoreCase : ITextComparison
{
    public static bool IgnoresCase => true;

    public static string Suffix => " (ignoring case)";

    public static ulong Sign(string text) => (ulong)(uint)text.Length;

    public static bool Equals(string text, string other) => text.Equals(other, StringComparison.OrdinalIgnoreCase);

    public static bool StartsWith(string text, string part) => text.StartsWith(part, StringComparison.OrdinalIgnoreCase);

    public static bool EndsWith(string text, string part) => text.EndsWith(part, StringComparison.OrdinalIgnoreCase);

    public static bool Contains(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
