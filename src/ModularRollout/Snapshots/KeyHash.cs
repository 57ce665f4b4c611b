using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace ModularRollout.Snapshots;

/// <summary>Hashes texts once (<see cref="OfText"/>) and mixes them with a salt per split (<see cref="Mix"/>).</summary>
/// <remarks>Both are XXH3 with 64 bits, so that other languages can recompute them; malformed UTF-16 hashes as U+FFFD.</remarks>
internal static class KeyHash
{
    private const int ShortLength = 64;
    private const int MediumLength = 64 * 1024;
    private const int ChunkBytes = 16 * 1024;
    private const int MostBytesPerChar = 3;
    private const ushort BeyondAscii = 0xFF80;

    /// <summary>XXH3's secret, bytes 8 to 15 xor bytes 16 to 23.</summary>
    private const ulong Secret = 0xC73AB174C5ECD5A2;
    private const ulong Multiplier = 0x9FB21C651E98DF25;
    private const ulong Length = sizeof(ulong);

    /// <summary>Hashes the UTF-8 form of a text; allocates nothing up to 65,536 UTF-16 code units.</summary>
    public static ulong OfText(ReadOnlySpan<char> text)
    {
        if (text.Length > ShortLength)
        {
            return text.Length <= MediumLength ? OfMedium(text) : OfLong(text);
        }

        Span<byte> ascii = stackalloc byte[ShortLength];
        return TryNarrow(text, ascii) ? XxHash3.HashToUInt64(ascii[..text.Length]) : OfMedium(text);
    }

    public static ulong OfSalt(string salt) => OfText(salt);

    /// <summary>Prepares the hash of a salt for <see cref="Mix"/>: the part of XXH3's path for eight bytes that depends on the seed alone.</summary>
    public static ulong Fold(ulong seed) => Secret - (seed ^ ((ulong)BinaryPrimitives.ReverseEndianness((uint)seed) << 32));

    /// <summary>Returns XXH3 of the eight little-endian bytes of a key, with the seed that <see cref="Fold"/> was given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong key, ulong folded)
    {
        ulong hash = BitOperations.RotateLeft(key, 32) ^ folded;
        hash ^= BitOperations.RotateLeft(hash, 49) ^ BitOperations.RotateLeft(hash, 24);
        hash *= Multiplier;
        hash ^= (hash >> 35) + Length;
        hash *= Multiplier;
        return hash ^ (hash >> 28);
    }

    /// <summary>Narrows ASCII; half the price of the framework's call for a key of 16 letters, which is what every context pays.</summary>
    private static bool TryNarrow(ReadOnlySpan<char> text, Span<byte> ascii)
    {
        if (text.Length < Vector128<byte>.Count)
        {
            return Ascii.FromUtf16(text, ascii, out _) == OperationStatus.Done;
        }

        ReadOnlySpan<ushort> units = MemoryMarshal.Cast<char, ushort>(text);
        int last = units.Length - Vector128<byte>.Count;
        Vector128<ushort> seen = Narrow(units, ascii, last);
        for (int i = 0; i < last; i += Vector128<byte>.Count)
        {
            seen |= Narrow(units, ascii, i);
        }

        return (seen & Vector128.Create(BeyondAscii)) == Vector128<ushort>.Zero;
    }

    private static Vector128<ushort> Narrow(ReadOnlySpan<ushort> units, Span<byte> ascii, int start)
    {
        var low = Vector128.Create(units[start..]);
        var high = Vector128.Create(units[(start + Vector128<ushort>.Count)..]);
        Vector128.Narrow(low, high).CopyTo(ascii[start..]);
        return low | high;
    }

    private static ulong OfMedium(ReadOnlySpan<char> text)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(text.Length * MostBytesPerChar);
        Utf8.FromUtf16(text, rented, out _, out int written);
        ulong hash = XxHash3.HashToUInt64(rented.AsSpan(0, written));
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    private static ulong OfLong(ReadOnlySpan<char> text)
    {
        var hash = new XxHash3();
        byte[] chunk = new byte[ChunkBytes];
        while (!text.IsEmpty)
        {
            Utf8.FromUtf16(text, chunk, out int read, out int written);
            hash.Append(chunk.AsSpan(0, written));
            text = text[read..];
        }

        return hash.GetCurrentHashAsUInt64();
    }
}
