namespace ModularRollout.Definitions;

/// <summary>One node of a condition, in a flat list in pre-order.</summary>
/// <remarks>The children of a node at index i begin at i + 1; a child's next sibling is at the child's <see cref="End"/>.</remarks>
internal struct ParsedCondition
{
    /// <summary>What the node is.</summary>
    public ConditionKind Kind;

    /// <summary>Whether strings compare ordinal-ignore-case.</summary>
    public bool IgnoreCase;

    /// <summary>What <c>exists</c> asks for.</summary>
    public bool Flag;

    /// <summary>The index after the node's last descendant.</summary>
    public int End;

    /// <summary>The attribute's name; for a <see cref="ConditionKind.Segment"/> the segment's name.</summary>
    public string? Name;

    /// <summary>The first entry of the node's list in <see cref="ParsedConditions.Values"/>.</summary>
    public int FirstValue;

    /// <summary>The number of entries of the node's list.</summary>
    public int ValueCount;

    /// <summary>The number to compare with, for the four comparisons of numbers.</summary>
    public ParsedValue Number;

    /// <summary>UTC ticks, for <c>before</c> and <c>after</c>.</summary>
    public long Instant;

    /// <summary>A pattern's <c>Regex</c>, a <c>SemVerRange</c>, a <c>CidrBlock[]</c>, or the salt (string) of a <c>bucketIn</c>; checked and ready.</summary>
    public object? Operand;

    /// <summary>Where a <c>bucketIn</c> begins, in percent.</summary>
    public decimal FromPercent;

    /// <summary>Where a <c>bucketIn</c> ends, in percent.</summary>
    public decimal ToPercent;

    /// <summary>Where the node stands in the document, in bytes.</summary>
    public int Position;
}
