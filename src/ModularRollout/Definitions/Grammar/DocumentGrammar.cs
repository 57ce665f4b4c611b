using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Grammar;

/// <summary>The grammar of a document.</summary>
internal static class DocumentGrammar
{
    public const int SchemaVersion = 1;

    public static readonly GrammarObject<DocumentState> Document = new(
        "document",
        "a document",
        new("$schema", SchemaType.Text, "Where editors find this schema.", static (ref cursor, ref state) => ValueReader.IsText(ref cursor)),
        new("schemaVersion", $$"""{"enum":[{{SchemaVersion}}]}""", "The version of the grammar; 1 unless said.", DocumentReader.ReadVersion),
        new("segments", SchemaType.Named(ConditionGrammar.Reference), "Named conditions.", DocumentReader.ReadSegments),
        new("flags", SchemaType.Named(SchemaType.Reference("flag")), "The flags, by name.", DocumentReader.ReadFlags));
}
