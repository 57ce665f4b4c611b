namespace ModularRollout.Definitions;

/// <summary>Takes what the definition reader reads, one at a time, in document order.</summary>
/// <remarks>An interface because the snapshot compiler and tests implement it. What is passed is reused for the next call: keep nothing of it.</remarks>
internal interface IDefinitionSink
{
    void Accept(ParsedSegment segment);

    void Accept(ParsedFlag flag);
}
