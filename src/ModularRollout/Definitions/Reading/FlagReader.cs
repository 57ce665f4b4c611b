using ModularRollout.Definitions.Grammar;

namespace ModularRollout.Definitions.Reading;

/// <summary>Reads one flag, and hands it on if it has no error.</summary>
internal static class FlagReader
{
    /// <summary>Reads the flag at whose value the cursor is.</summary>
    public static void Read(ref DefinitionCursor cursor, string name, int position)
    {
        DefinitionReading reading = cursor.Reading;
        FlagScope flag = reading.Flag;
        flag.Clear();
        ParsedFlag parsed = flag.Parsed;
        (parsed.Name, parsed.Position, parsed.Start) = (name, position, cursor.Position);
        int errors = reading.Diagnostics.Errors;

        cursor.StartRecording();
        bool isObject = FlagGrammar.Flag.Read(ref cursor, ref flag);
        cursor.StopRecording();
        if (!isObject)
        {
            return;
        }

        parsed.Length = cursor.End - parsed.Start;
        VariantResolver.Resolve(reading, flag);
        GovernanceReader.Check(reading, flag);
        if (reading.Diagnostics.Errors == errors)
        {
            FlagCheck.Check(reading, flag);
        }

        if (reading.Diagnostics.Errors == errors)
        {
            parsed.Hash = reading.Canonical.Hash();
            reading.Sink.Accept(parsed);
        }
    }
}
