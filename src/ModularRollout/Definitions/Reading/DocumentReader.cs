using ModularRollout.Definitions.Grammar;

namespace ModularRollout.Definitions.Reading;

/// <summary>The state of reading a document: nothing but what the reading itself holds.</summary>
internal struct DocumentState;

/// <summary>Reads a document's flags and segments, one after the other.</summary>
internal static class DocumentReader
{
    public static void Read(ref DefinitionCursor cursor)
    {
        DocumentState state = default;
        cursor.Read();
        DocumentGrammar.Document.Read(ref cursor, ref state);
        cursor.Read();
    }

    public static void ReadVersion(ref DefinitionCursor cursor, ref DocumentState state)
    {
        if (NumberReader.TryWhole(ref cursor, 1, out int version) && version > DocumentGrammar.SchemaVersion)
        {
            string message = $"The document has schema version {version}, but this release reads {DocumentGrammar.SchemaVersion}; take a newer release.";
            cursor.Reading.Diagnostics.EndAlone(new PendingDiagnostic(
                DefinitionCodes.SchemaVersion, DiagnosticSeverity.Error, cursor.Position, default, message));
        }
    }

    public static void ReadSegments(ref DefinitionCursor cursor, ref DocumentState state)
    {
        if (!ValueReader.IsObject(ref cursor))
        {
            return;
        }

        var names = new StringPool();
        while (cursor.MoveToName())
        {
            int position = cursor.Position;
            if (TryEnter(ref cursor, "segments", names, out string name))
            {
                SegmentReader.Read(ref cursor, name, position);
            }
        }

        cursor.Reading.Entry = default;
    }

    public static void ReadFlags(ref DefinitionCursor cursor, ref DocumentState state)
    {
        if (!ValueReader.IsObject(ref cursor))
        {
            return;
        }

        var names = new StringPool(ParsedFlag.ExpectedIn(cursor.Reading.Bytes, cursor.Reading.Options));
        int count = 0, most = cursor.Reading.Options.Limits.Flags;
        while (cursor.MoveToName())
        {
            int position = cursor.Position;
            if (++count > most)
            {
                string message = $"The document has more than {most} flags, which is the limit.";
                cursor.Reading.Diagnostics.End(new PendingDiagnostic(
                    DefinitionCodes.LimitExceeded, DiagnosticSeverity.Error, position, default, message));
            }

            if (TryEnter(ref cursor, "flags", names, out string name))
            {
                FlagReader.Read(ref cursor, name, position);
            }
        }

        cursor.Reading.Entry = default;
    }

    // Moves from a name to its value, if the name is one that may stand here.
    private static bool TryEnter(ref DefinitionCursor cursor, string section, StringPool names, out string name)
    {
        int position = cursor.Position;
        cursor.Reading.Entry = new DocumentEntry(section, position, position);
        name = names.GetOrAdd(cursor.Text, out bool existed);
        if (existed)
        {
            string message = $"`{ValueReader.Show(name)}` stands in `{section}` twice; keep one.";
            cursor.Reading.Error(DefinitionCodes.DuplicateName, position, message);
        }

        if (existed || !NameReader.Check(cursor.Reading, name, position) || (section == "flags" && !MayBeSalt(cursor.Reading, name, position)))
        {
            cursor.Skip();
            return false;
        }

        cursor.Read();
        cursor.Reading.Entry = new DocumentEntry(section, position, cursor.Position);
        return true;
    }

    // A flag's name is the salt of its splits.
    private static bool MayBeSalt(DefinitionReading reading, string name, int position)
    {
        if (!NameReader.BelongsToRollout(name))
        {
            return true;
        }

        string message = $"The name `{ValueReader.Show(name)}` is the salt of a rollout; choose one that does not end in `/rollout` or `/rollout/<number>`.";
        reading.Error(DefinitionCodes.ReservedSalt, position, message);
        return false;
    }
}
