using System.Text;
using System.Text.Json;

namespace ModularRollout.Definitions.Reading;

/// <summary>Works out the JSON path of a byte position, by walking the tokens of the flag or segment it is in.</summary>
/// <remarks>Paths cost nothing while all is well; positions of one entry in ascending order are found in one walk.</remarks>
internal ref struct PathWalker
{
    private const int LongestName = 256;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly List<Step> _steps = [];
    private Utf8JsonReader _json;
    private DocumentEntry? _entry;
    private string _prefix = "";
    private int _reached;

    public PathWalker(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>Writes the path of a flag or segment.</summary>
    public static string Of(string section, string name)
    {
        var text = new StringBuilder(section);
        AppendName(text, name);
        return text.ToString();
    }

    public string At(DocumentEntry entry, int position)
    {
        if (_entry != entry || position < _reached)
        {
            Restart(entry);
        }

        _reached = position;
        WalkTo(position - entry.Start);
        return Print();
    }

    private void Restart(DocumentEntry entry)
    {
        _entry = entry;
        _prefix = entry.Section is null ? "" : Prefix(entry);
        _steps.Clear();
        _json = new Utf8JsonReader(_bytes.Span[entry.Start..], DefinitionJson.ReaderTo(1000));
    }

    private void WalkTo(int position)
    {
        try
        {
            while (true)
            {
                Utf8JsonReader next = _json;
                if (!next.Read() || next.TokenStartIndex > position)
                {
                    return;
                }

                _json = next;
                Follow();
            }
        }
        catch (JsonException)
        {
            // The document ends here for a reader; so does the path.
        }
    }

    private readonly void Follow()
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.PropertyName:
                _steps[^1] = new Step { Name = NameOf(in _json) };
                return;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _steps.RemoveAt(_steps.Count - 1);
                return;
        }

        if (_steps.Count > 0 && _steps[^1].IsList)
        {
            _steps[^1] = new Step { IsList = true, Count = _steps[^1].Count + 1 };
        }

        if (_json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            _steps.Add(new Step { IsList = _json.TokenType == JsonTokenType.StartArray });
        }
    }

    private readonly string Print()
    {
        var text = new StringBuilder(_prefix);
        foreach (Step step in _steps)
        {
            if (step.Name is not null)
            {
                AppendName(text, step.Name);
            }
            else if (step.Count > 0)
            {
                text.Append('[').Append(step.Count - 1).Append(']');
            }
        }

        return text.ToString();
    }

    private readonly string Prefix(DocumentEntry entry)
    {
        var name = new Utf8JsonReader(_bytes.Span[entry.Name..]);
        name.Read();
        return Of(entry.Section!, NameOf(in name));
    }

    private static string NameOf(in Utf8JsonReader json)
    {
        if (json.ValueSpan.Length > 4 * LongestName)
        {
            return Encoding.UTF8.GetString(json.ValueSpan[..LongestName]) + "…";
        }

        try
        {
            return json.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD"; // an escape that is half a character
        }
    }

    private static void AppendName(StringBuilder text, string name)
    {
        if (!IsIdentifier(name))
        {
            string escaped = name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
            text.Append("['").Append(ValueReader.Visible(escaped)).Append("']");
            return;
        }

        if (text.Length > 0)
        {
            text.Append('.');
        }

        text.Append(name);
    }

    private static bool IsIdentifier(string name)
    {
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '$'))
            {
                return false;
            }
        }

        return name.Length > 0 && !char.IsAsciiDigit(name[0]);
    }

    private struct Step
    {
        public string? Name;
        public bool IsList;
        public int Count;
    }
}
