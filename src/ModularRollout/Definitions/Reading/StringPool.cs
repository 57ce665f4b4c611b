using System.IO.Hashing;
using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace ModularRollout.Definitions.Reading;

/// <summary>Gives every distinct text of a document one string, found by its UTF-8 bytes without allocating.</summary>
/// <remarks>Strings of one pool may therefore be compared by reference. Not thread-safe; lives as long as one reading.</remarks>
internal sealed class StringPool
{
    // Unknown to authors of documents, so that nobody can choose texts that collide.
    private static readonly long Seed = Guid.NewGuid().GetHashCode() * 0x9E3779B97F4A7C1L;

    private Entry[] _entries;
    private int[] _buckets;
    private int _count;

    /// <summary>Makes a pool that need not grow for the texts that are expected.</summary>
    public StringPool(int expected = 0)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(expected, 64));
        _entries = new Entry[size];
        _buckets = new int[size];
    }

    /// <summary>Gets the string for the bytes.</summary>
    public string Get(ReadOnlySpan<byte> utf8) => GetOrAdd(utf8, out _);

    /// <summary>Gets the string for the bytes, and whether the pool had it.</summary>
    public string GetOrAdd(ReadOnlySpan<byte> utf8, out bool existed)
    {
        int hash = (int)XxHash3.HashToUInt64(utf8, Seed);
        for (int i = _buckets[hash & (_buckets.Length - 1)] - 1; i >= 0; i = _entries[i].Next)
        {
            if (_entries[i].Hash == hash && Same(utf8, _entries[i].Text))
            {
                existed = true;
                return _entries[i].Text;
            }
        }

        existed = false;
        return Add(Encoding.UTF8.GetString(utf8), hash);
    }

    private string Add(string text, int hash)
    {
        if (_count == _entries.Length)
        {
            Grow();
        }

        ref int bucket = ref _buckets[hash & (_buckets.Length - 1)];
        _entries[_count] = new Entry { Text = text, Hash = hash, Next = bucket - 1 };
        bucket = ++_count;
        return text;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, 2 * _count);
        _buckets = new int[2 * _count];
        for (int i = 0; i < _count; i++)
        {
            ref int bucket = ref _buckets[_entries[i].Hash & (_buckets.Length - 1)];
            _entries[i].Next = bucket - 1;
            bucket = i + 1;
        }
    }

    // A text has as many bytes as UTF-16 units only if all of it is ASCII.
    private static bool Same(ReadOnlySpan<byte> utf8, string text) =>
        utf8.Length == text.Length ? Ascii.Equals(utf8, text) : utf8.Length > text.Length && SameText(utf8, text);

    private static bool SameText(ReadOnlySpan<byte> utf8, string text)
    {
        Span<char> chars = stackalloc char[128];
        while (!utf8.IsEmpty)
        {
            Utf8.ToUtf16(utf8, chars, out int read, out int written);
            if (!text.AsSpan().StartsWith(chars[..written]))
            {
                return false;
            }

            utf8 = utf8[read..];
            text = text[written..];
        }

        return text.Length == 0;
    }

    private struct Entry
    {
        public string Text;
        public int Hash;
        public int Next;
    }
}
