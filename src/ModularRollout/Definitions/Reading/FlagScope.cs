namespace ModularRollout.Definitions.Reading;

/// <summary>The flag that is being read, with what is known of it so far; reused from flag to flag.</summary>
/// <remarks>
/// Variants may be mentioned before they are defined. Until <see cref="VariantResolver"/> has run, every variant in the parsed
/// form is the number of a mention.
/// </remarks>
internal sealed class FlagScope
{
    public ParsedFlag Parsed { get; } = new();

    /// <summary>Gets the names of the variants, in their order.</summary>
    public NameIndex Variants { get; } = new();

    public List<VariantMention> Mentions { get; } = [];

    /// <summary>Gets the targeting keys, with the mention each belongs to.</summary>
    public Dictionary<string, int> TargetingKeys { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Gets the hashes of the conditions of the rules so far.</summary>
    public HashSet<UInt128> Conditions { get; } = [];

    /// <summary>Gets names of an object within the flag that has to have distinct ones.</summary>
    public NameIndex Names { get; } = new();

    /// <summary>Gets the governance that was found.</summary>
    public GovernanceFindings Governance { get; } = new();

    /// <summary>Gets or sets whether the document names the variants.</summary>
    public bool HasVariants { get; set; }

    public bool HasOtherwise { get; set; }

    /// <summary>Gets or sets where <c>otherwise</c> stands.</summary>
    public int OtherwisePosition { get; set; }

    /// <summary>Gets what a migration has no use for, with its place.</summary>
    public List<(string Name, int Position)> Gates { get; } = [];

    public void Clear()
    {
        Parsed.Clear();
        Variants.Clear();
        Mentions.Clear();
        TargetingKeys.Clear();
        Conditions.Clear();
        Gates.Clear();
        Governance.Clear();
        HasVariants = HasOtherwise = false;
        OtherwisePosition = 0;
    }

    /// <summary>Notes that a variant is mentioned.</summary>
    /// <returns>The number of the mention.</returns>
    public int Mention(string variant, int position)
    {
        Mentions.Add(new VariantMention(variant, position));
        return Mentions.Count - 1;
    }

    /// <summary>Reads the name of a variant; -1 if there is none.</summary>
    public int ReadMention(ref DefinitionCursor cursor) =>
        ValueReader.TryText(ref cursor, out string name) ? Mention(name, cursor.Position) : -1;
}

/// <summary>One place where a flag names one of its variants.</summary>
internal readonly record struct VariantMention(string Name, int Position);
