using System.Text.Json;

namespace ModularRollout.Definitions;

/// <summary>How definitions are read again once their document is known to be right: as deep as any limits let them be.</summary>
internal static class DefinitionJson
{
    private const int Deepest = 256;

    private static readonly JsonDocumentOptions s_document = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = Deepest };

    /// <summary>Gets the options of readers: authors write comments and trailing commas.</summary>
    public static JsonReaderOptions Reader { get; } = ReaderTo(Deepest);

    public static JsonReaderOptions ReaderTo(int depth) => new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = depth };

    public static JsonDocument Parse(string text) => JsonDocument.Parse(text, s_document);

    public static JsonDocument Parse(ReadOnlyMemory<byte> text) => JsonDocument.Parse(text, s_document);
}
