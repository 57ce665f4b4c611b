using System.Buffers;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ModularRollout.Definitions.Reading;

/// <summary>Collects tokens as canonical text: no comments, no white space, strings in minimal escaping, numbers as written.</summary>
internal sealed class CanonicalBuffer : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(4096);
    private int _length;

    /// <summary>Gets the text so far.</summary>
    public ReadOnlySpan<byte> Text => _bytes.AsSpan(0, _length);

    public int Length => _length;

    public void Clear() => _length = 0;

    public UInt128 Hash() => XxHash128.HashToUInt128(Text);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
    }

    /// <summary>Appends a token that is neither a name nor a string with escapes.</summary>
    public void Append(in Utf8JsonReader json)
    {
        ReadOnlySpan<byte> value = json.ValueSpan;
        Span<byte> free = Reserve(value.Length + 3);
        switch (json.TokenType)
        {
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                free[0] = value[0];
                _length++;
                break;
            case JsonTokenType.String:
                free = Separate(free);
                free[0] = (byte)'"';
                value.CopyTo(free[1..]);
                free[value.Length + 1] = (byte)'"';
                _length += value.Length + 2;
                break;
            default:
                value.CopyTo(Separate(free));
                _length += value.Length;
                break;
        }
    }

    /// <summary>Appends a name without escapes.</summary>
    public void AppendName(ReadOnlySpan<byte> name)
    {
        Span<byte> free = Separate(Reserve(name.Length + 4));
        free[0] = (byte)'"';
        name.CopyTo(free[1..]);
        free[name.Length + 1] = (byte)'"';
        free[name.Length + 2] = (byte)':';
        _length += name.Length + 3;
    }

    /// <summary>Appends a string, escaping what must be.</summary>
    public void AppendEscaped(ReadOnlySpan<byte> text, bool isName)
    {
        Span<byte> free = Separate(Reserve(checked((6 * text.Length) + 4)));
        int length = 0;
        free[length++] = (byte)'"';
        foreach (byte c in text)
        {
            length += Escape(c, free[length..]);
        }

        free[length++] = (byte)'"';
        if (isName)
        {
            free[length++] = (byte)':';
        }

        _length += length;
    }

    private static int Escape(byte c, Span<byte> into)
    {
        int letter = "\"\\\b\f\n\r\t"u8.IndexOf(c);
        if (letter >= 0)
        {
            into[0] = (byte)'\\';
            into[1] = "\"\\bfnrt"u8[letter];
            return 2;
        }

        if (c >= ' ')
        {
            into[0] = c;
            return 1;
        }

        "\\u00"u8.CopyTo(into);
        into[4] = (byte)('0' + (c >> 4));
        into[5] = "0123456789abcdef"u8[c & 15];
        return 6;
    }

    // After a value comes a comma; a text never ends in these three otherwise, for a string ends in a quote.
    private Span<byte> Separate(Span<byte> free)
    {
        if (_length == 0 || _bytes[_length - 1] is (byte)'{' or (byte)'[' or (byte)':')
        {
            return free;
        }

        free[0] = (byte)',';
        _length++;
        return free[1..];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Reserve(int length)
    {
        if (_bytes.Length - _length < length)
        {
            Grow(length);
        }

        return _bytes.AsSpan(_length);
    }

    private void Grow(int length)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _bytes.Length, checked(_length + length)));
        Text.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
