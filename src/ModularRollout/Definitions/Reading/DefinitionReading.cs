using System.Buffers;
using System.Text.Json;

namespace ModularRollout.Definitions.Reading;

/// <summary>What one reading of one document works with.</summary>
internal sealed class DefinitionReading : IDisposable
{
    private byte[] _unescaped = [];

    public DefinitionReading(ReadOnlyMemory<byte> bytes, DefinitionReadOptions options, IDefinitionSink sink)
    {
        Bytes = bytes;
        Options = options;
        Sink = sink;
        Patterns = new PatternPool(options.Limits);
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    public DefinitionReadOptions Options { get; }

    public IDefinitionSink Sink { get; }

    public DiagnosticList Diagnostics { get; } = new();

    public CanonicalBuffer Canonical { get; } = new();

    public StringPool Strings { get; } = new();

    public PatternPool Patterns { get; }

    /// <summary>Gets the one segment that is filled again and again.</summary>
    public ParsedSegment Segment { get; } = new();

    /// <summary>Gets the one flag that is filled again and again.</summary>
    public FlagScope Flag { get; } = new();

    /// <summary>Gets or sets the flag or segment that is being read.</summary>
    public DocumentEntry Entry { get; set; }

    public void Error(string code, int position, string message) =>
        Diagnostics.Add(new PendingDiagnostic(code, DiagnosticSeverity.Error, position, Entry, message));

    public void Warn(string code, int position, string message) =>
        Diagnostics.Add(new PendingDiagnostic(code, DiagnosticSeverity.Warning, position, Entry, message));

    /// <summary>Decodes the escapes of a string or name into a buffer that is used again.</summary>
    /// <exception cref="JsonException">An escape is half a character.</exception>
    public ReadOnlySpan<byte> Unescape(scoped in Utf8JsonReader json)
    {
        int length = json.ValueSpan.Length;
        if (_unescaped.Length < length)
        {
            Release();
            _unescaped = ArrayPool<byte>.Shared.Rent(length);
        }

        try
        {
            return _unescaped.AsSpan(0, json.CopyString(_unescaped));
        }
        catch (InvalidOperationException)
        {
            const string Message = @"The text holds an escape such as \ud83d that is only half a character; write both halves, or the character itself.";
            Diagnostics.End(new PendingDiagnostic(DefinitionCodes.Syntax, DiagnosticSeverity.Error, (int)json.TokenStartIndex, Entry, Message));
            throw;
        }
    }

    public void Dispose()
    {
        Canonical.Dispose();
        Release();
    }

    private void Release()
    {
        if (_unescaped.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_unescaped);
            _unescaped = [];
        }
    }
}
