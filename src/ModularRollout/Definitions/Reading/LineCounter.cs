using System.Text;

namespace ModularRollout.Definitions.Reading;

/// <summary>Turns byte positions into lines and columns; cheap for positions asked in ascending order.</summary>
internal sealed class LineCounter
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private int _position;
    private int _line = 1;
    private int _column = 1;

    public LineCounter(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>Gets the line and the column in UTF-16 units, both 1-based.</summary>
    public (int Line, int Column) At(int position)
    {
        if (position < _position)
        {
            (_position, _line, _column) = (0, 1, 1);
        }

        ReadOnlySpan<byte> between = _bytes.Span[_position..position];
        int lines = between.Count((byte)'\n');
        if (lines > 0)
        {
            _line += lines;
            _column = 1;
            between = between[(between.LastIndexOf((byte)'\n') + 1)..];
        }

        _column += Encoding.UTF8.GetCharCount(between);
        _position = position;
        return (_line, _column);
    }
}
