using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ModularRollout.Snapshots;

/// <summary>A large set of texts that keeps 128-bit fingerprints instead of the texts: under 24 bytes an entry.</summary>
/// <remarks>
/// The fingerprints are XXH128 of the UTF-16 text with a random seed of this process, which they never leave: nobody can prepare texts that
/// collide, and by chance a billion lookups among a million entries meet a collision with a probability under 10^-23.
/// Case is ignored exactly as <see cref="StringComparison.OrdinalIgnoreCase"/> ignores it.
/// </remarks>
internal sealed class FingerprintSet
{
    private const int ShortLength = 128;

    private static readonly long s_seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    // Open addressing with linear probing; zero is an empty slot.
    private readonly UInt128[] _slots;
    private readonly int _longest;
    private readonly bool _ignoreCase;

    // The framework folds surrogate pairs by tables it does not publish, so texts with surrogates are left to its own set.
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>>? _withSurrogates;

    public FingerprintSet(ReadOnlySpan<string> texts, bool ignoreCase)
    {
        // 16 bytes / 0.69 full = 23.2 bytes an entry; one slot more than entries ends every probe.
        _slots = new UInt128[checked((int)(texts.Length * 145L / 100) + 1)];
        _ignoreCase = ignoreCase;
        foreach (string text in texts)
        {
            _longest = Math.Max(_longest, text.Length);
            if (ignoreCase && HasSurrogates(text))
            {
                _withSurrogates ??= new HashSet<string>(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
                _withSurrogates.Value.Set.Add(text);
            }
            else
            {
                UInt128 fingerprint = FingerprintOf(text);
                _slots[Find(fingerprint)] = fingerprint;
            }
        }
    }

    /// <summary>Decides whether a text is in the set, allocating nothing.</summary>
    public bool Contains(ReadOnlySpan<char> text)
    {
        // Neither comparison makes texts of different lengths equal; this also bounds the work a long text can cause.
        if (text.Length > _longest)
        {
            return false;
        }

        if (_ignoreCase && HasSurrogates(text))
        {
            return _withSurrogates is { } texts && texts.Contains(text);
        }

        return _slots[Find(FingerprintOf(text))] != UInt128.Zero;
    }

    /// <summary>Finds the slot that holds a fingerprint, or the empty one where it belongs.</summary>
    private int Find(UInt128 fingerprint)
    {
        UInt128[] slots = _slots;
        int slot = (int)Math.BigMul((ulong)(fingerprint >> 64), (ulong)slots.Length, out _);
        while (slots[slot] != fingerprint && slots[slot] != UInt128.Zero)
        {
            slot = slot + 1 < slots.Length ? slot + 1 : 0;
        }

        return slot;
    }

    private UInt128 FingerprintOf(ReadOnlySpan<char> text)
    {
        UInt128 fingerprint = _ignoreCase ? HashOfUpperCase(text) : HashOf(text);
        return fingerprint == UInt128.Zero ? UInt128.One : fingerprint;
    }

    private static UInt128 HashOf(ReadOnlySpan<char> text) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text), s_seed);

    private static UInt128 HashOfUpperCase(ReadOnlySpan<char> text)
    {
        if (text.Length <= ShortLength)
        {
            Span<char> upper = stackalloc char[ShortLength];
            return HashOf(OrdinalCase.ToUpper(text, upper));
        }

        char[] rented = ArrayPool<char>.Shared.Rent(text.Length);
        UInt128 hash = HashOf(OrdinalCase.ToUpper(text, rented));
        ArrayPool<char>.Shared.Return(rented);
        return hash;
    }

    private static bool HasSurrogates(ReadOnlySpan<char> text)
    {
        if (Ascii.IsValid(text))
        {
            return false;
        }

        foreach (char c in text)
        {
            if (char.IsSurrogate(c))
            {
                return true;
            }
        }

        return false;
    }
}
