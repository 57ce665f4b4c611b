namespace ModularRollout.Definitions.Reading;

/// <summary>One object of a condition while it is read.</summary>
internal struct ConditionState
{
    public ParsedConditions Conditions;
    public ParsedCondition Node;

    /// <summary>What the condition does, as the author names it; <see langword="null"/> until it is read.</summary>
    public string? Test;

    /// <summary>The attribute, and where it stands.</summary>
    public string? Attribute;
    public int AttributePosition;

    /// <summary>Where <c>ignoreCase</c> stands; 0 if it does not.</summary>
    public int IgnoreCasePosition;

    /// <summary>Where the test's value stands.</summary>
    public int TestPosition;

    /// <summary>A regular expression, which is made when <c>ignoreCase</c> is known.</summary>
    public string? Pattern;

    public readonly bool IsTest => Node.Kind > ConditionKind.Segment;
}
