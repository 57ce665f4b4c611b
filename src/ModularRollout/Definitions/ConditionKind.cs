namespace ModularRollout.Definitions;

/// <summary>Names a node of a condition: a connective, a reference, or one test of one attribute.</summary>
internal enum ConditionKind : byte
{
    All,
    Any,
    Not,
    Segment,
    In,
    StartsWith,
    EndsWith,
    Contains,
    Matches,
    LessThan,
    AtMost,
    GreaterThan,
    AtLeast,
    Before,
    After,
    SemVer,
    Cidr,
    ContainsAny,
    ContainsAll,
    Exists,
    BucketIn,
}
