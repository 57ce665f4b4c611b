namespace ModularRollout.Definitions;

/// <summary>One segment as the author wrote it, checked by itself; valid only while the sink looks at it.</summary>
internal sealed class ParsedSegment
{
    /// <summary>Gets or sets the segment's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Gets or sets the hash of the canonical text.</summary>
    public UInt128 Hash { get; set; }

    /// <summary>Gets or sets where the name stands in the document, in bytes.</summary>
    public int Position { get; set; }

    /// <summary>Gets or sets where the segment's value begins in the document, in bytes.</summary>
    public int Start { get; set; }

    /// <summary>Gets or sets the length of the segment's value in bytes.</summary>
    public int Length { get; set; }

    /// <summary>Gets the condition: its root is node 0.</summary>
    public ParsedConditions Conditions { get; } = new();

    /// <summary>Makes the segment empty again, for the next one.</summary>
    public void Clear() => Conditions.Clear();
}
