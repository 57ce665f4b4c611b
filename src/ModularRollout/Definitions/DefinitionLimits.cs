namespace ModularRollout.Definitions;

/// <summary>Bounds what a definition document may cost.</summary>
public sealed class DefinitionLimits
{
    /// <summary>Gets or sets the largest document in bytes.</summary>
    /// <value>At least 2. The default is 64 MiB.</value>
    public int DocumentBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Gets or sets the deepest nesting of objects and arrays.</summary>
    /// <value>4 to 256. The default is 32.</value>
    public int Depth { get; set; } = 32;

    /// <summary>Gets or sets the largest number of flags in a document.</summary>
    /// <value>At least 1. The default is 100,000.</value>
    public int Flags { get; set; } = 100_000;

    /// <summary>Gets or sets the largest number of rules of one flag.</summary>
    /// <value>At least 1. The default is 1,000.</value>
    public int RulesPerFlag { get; set; } = 1_000;

    /// <summary>Gets or sets the largest number of entries in one list.</summary>
    /// <value>At least 1. The default is 1,000,000.</value>
    public int ListEntries { get; set; } = 1_000_000;

    /// <summary>Gets or sets the longest regular expression in UTF-16 code units.</summary>
    /// <value>1 to 1,000. The default is 200.</value>
    public int RegexLength { get; set; } = 200;

    /// <summary>Gets or sets the largest number of distinct regular expressions in a document; each costs about 50 KB.</summary>
    /// <value>At least 1. The default is 1,000.</value>
    public int Patterns { get; set; } = 1_000;
}
