using System.Runtime.CompilerServices;

namespace ModularRollout.Snapshots;

/// <summary>A number that is the same for equal texts and mostly differs for others: comparing it spares looking at the text.</summary>
/// <remarks>Taken when a context is built and kept in its slot, so that a test that does not match never touches the text.</remarks>
internal static class TextSign
{
    private const int LengthShift = 48;

    /// <summary>Gets the sign: length, first, middle and last character.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(string text)
    {
        int length = text.Length;
        return length == 0 ? 0 : ((ulong)(uint)length << LengthShift) | ((ulong)text[0] << 32) | ((ulong)text[length >> 1] << 16) | text[length - 1];
    }

    /// <summary>Gets the part of a sign that is the same for texts that differ in case alone: the length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong IgnoringCase(ulong sign) => sign >> LengthShift;
}
