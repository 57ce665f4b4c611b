using System.Text.Json;

namespace ModularRollout.Definitions.Reading;

/// <summary>Walks the tokens of a document and records their canonical text where asked to.</summary>
internal ref struct DefinitionCursor
{
    private Utf8JsonReader _json;
    private bool _recording;

    public DefinitionCursor(DefinitionReading reading)
    {
        Reading = reading;
        _json = new Utf8JsonReader(reading.Bytes.Span, DefinitionJson.ReaderTo(reading.Options.Limits.Depth));
    }

    public DefinitionReading Reading { get; }

    public readonly JsonTokenType Token => _json.TokenType;

    /// <summary>Gets where the token begins, in bytes.</summary>
    public readonly int Position => (int)_json.TokenStartIndex;

    /// <summary>Gets where the token ends, in bytes.</summary>
    public readonly int End => (int)_json.BytesConsumed;

    public readonly int Depth => _json.CurrentDepth;

    /// <summary>Gets the text of a string or name.</summary>
    /// <remarks>Valid until the next call: escaped text is decoded into a buffer that is used again.</remarks>
    public readonly ReadOnlySpan<byte> Text => _json.ValueIsEscaped ? Reading.Unescape(in _json) : _json.ValueSpan;

    /// <summary>Gets the bytes of the token as written, without quotes.</summary>
    public readonly ReadOnlySpan<byte> Raw => _json.ValueSpan;

    /// <summary>Begins to record canonical text, with the current token.</summary>
    public void StartRecording()
    {
        Reading.Canonical.Clear();
        _recording = true;
        Record();
    }

    public void StopRecording() => _recording = false;

    /// <summary>Moves to the next token; <see langword="false"/> at the end of the document.</summary>
    public bool Read()
    {
        if (!_json.Read())
        {
            return false;
        }

        if (_recording)
        {
            Record();
        }

        return true;
    }

    /// <summary>Moves to the next name of the current object, over <c>x-</c> properties; <see langword="false"/> at the object's end.</summary>
    public bool MoveToName()
    {
        _json.Read();
        while (Token == JsonTokenType.PropertyName && Text.StartsWith("x-"u8))
        {
            _json.Skip();
            _json.Read();
        }

        if (_recording)
        {
            Record();
        }

        return Token == JsonTokenType.PropertyName;
    }

    /// <summary>Moves to the next element of the current list; <see langword="false"/> at the list's end.</summary>
    public bool MoveToElement()
    {
        Read();
        return Token != JsonTokenType.EndArray;
    }

    /// <summary>Moves to the end of the current value; of a name, to the end of its value.</summary>
    public void Skip() => _json.Skip();

    private readonly void Record()
    {
        if (_json.ValueIsEscaped)
        {
            Reading.Canonical.AppendEscaped(Text, isName: Token == JsonTokenType.PropertyName);
        }
        else if (Token == JsonTokenType.PropertyName)
        {
            Reading.Canonical.AppendName(_json.ValueSpan);
        }
        else
        {
            Reading.Canonical.Append(in _json);
        }
    }
}
