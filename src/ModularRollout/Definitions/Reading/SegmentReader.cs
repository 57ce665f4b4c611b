namespace ModularRollout.Definitions.Reading;

/// <summary>Reads one segment, and hands it on if it has no error.</summary>
internal static class SegmentReader
{
    /// <summary>Reads the segment at whose value the cursor is.</summary>
    public static void Read(ref DefinitionCursor cursor, string name, int position)
    {
        DefinitionReading reading = cursor.Reading;
        ParsedSegment segment = reading.Segment;
        segment.Clear();
        (segment.Name, segment.Position, segment.Start) = (name, position, cursor.Position);
        int errors = reading.Diagnostics.Errors;

        cursor.StartRecording();
        ConditionReader.Read(ref cursor, segment.Conditions);
        cursor.StopRecording();
        if (reading.Diagnostics.Errors == errors)
        {
            segment.Length = cursor.End - segment.Start;
            segment.Hash = reading.Canonical.Hash();
            reading.Sink.Accept(segment);
        }
    }
}
