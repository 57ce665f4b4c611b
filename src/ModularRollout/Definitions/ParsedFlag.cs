namespace ModularRollout.Definitions;

/// <summary>One flag as the author wrote it, checked by itself; flat, reused, and valid only while the sink looks at it.</summary>
internal sealed class ParsedFlag
{
    private const int TypicalLength = 384;

    public string Name { get; set; } = "";

    /// <summary>Gets or sets the hash of the canonical text.</summary>
    public UInt128 Hash { get; set; }

    /// <summary>Gets or sets where the name stands in the document, in bytes.</summary>
    public int Position { get; set; }

    /// <summary>Gets or sets where the flag's value begins in the document, in bytes.</summary>
    public int Start { get; set; }

    /// <summary>Gets or sets the length of the flag's value in bytes.</summary>
    public int Length { get; set; }

    public FlagKind Kind { get; set; }

    public bool Enabled { get; set; } = true;

    /// <summary>Gets the variants in document order, which is their order on the line of buckets; all have one <see cref="ParsedVariant.Kind"/>.</summary>
    public List<ParsedVariant> Variants { get; } = [];

    /// <summary>Gets or sets the index of the <c>off</c> variant.</summary>
    public int Off { get; set; }

    public List<ParsedPrerequisite> Requires { get; } = [];

    /// <summary>Gets the variant names of all prerequisites.</summary>
    public List<string> RequiredVariants { get; } = [];

    public List<ParsedTarget> Targets { get; } = [];

    public List<ParsedRule> Rules { get; } = [];

    public ParsedConditions Conditions { get; } = new();

    /// <summary>Gets the weights of all splits.</summary>
    public List<ParsedWeight> Weights { get; } = [];

    public ParsedServe Otherwise { get; set; }

    /// <summary>Gets the rollout's plan, or <see langword="null"/>.</summary>
    public ParsedRollout? Rollout { get; set; }

    public void Clear()
    {
        Kind = FlagKind.Release;
        Enabled = true;
        Off = -1;
        Rollout = null;
        Otherwise = default;
        Variants.Clear();
        Requires.Clear();
        RequiredVariants.Clear();
        Targets.Clear();
        Rules.Clear();
        Conditions.Clear();
        Weights.Clear();
    }

    /// <summary>Guesses how many flags a document has, so that what holds them seldom grows.</summary>
    public static int ExpectedIn(ReadOnlyMemory<byte> document, DefinitionReadOptions options) => Math.Min(document.Length / TypicalLength, options.Limits.Flags);
}

/// <summary>Names the JSON type of a flag's variants.</summary>
internal enum ParsedVariantKind : byte
{
    Boolean,
    String,
    Number,

    /// <summary>An object or an array.</summary>
    Json,
}

/// <summary>One variant.</summary>
/// <remarks>Number and Json variants are the bytes [Start, Start + Length) of the document, String variants are in <see cref="Text"/>.</remarks>
internal struct ParsedVariant
{
    public string Name;
    public ParsedVariantKind Kind;
    public bool Flag;
    public string? Text;
    public int Start;
    public int Length;
    public int Position;
}

/// <summary>One entry of <c>requires</c>; its variants are entries of <see cref="ParsedFlag.RequiredVariants"/>.</summary>
internal struct ParsedPrerequisite
{
    public string Flag;
    public int FirstVariant;
    public int VariantCount;
    public int Position;
}

/// <summary>One targeting key that gets one variant.</summary>
internal struct ParsedTarget
{
    public string TargetingKey;
    public int Variant;
}

/// <summary>One rule: a condition and what it serves.</summary>
internal struct ParsedRule
{
    /// <summary>The author's name, or <c>rules[i]</c>.</summary>
    public string Name;

    /// <summary>The index of the condition's root in <see cref="ParsedFlag.Conditions"/>.</summary>
    public int Condition;
    public ParsedServe Serve;
    public int Position;
}

/// <summary>What a rule or <c>otherwise</c> serves: one variant, or a split.</summary>
internal struct ParsedServe
{
    /// <summary>The variant, or -1 for a split.</summary>
    public int Variant;

    /// <summary>The attribute that is bucketed; <see langword="null"/> for the targeting key.</summary>
    public string? By;

    /// <summary>The salt; <see langword="null"/> for the flag's name.</summary>
    public string? Salt;
    public int FirstWeight;
    public int WeightCount;
}

/// <summary>One weight of a split: non-negative, relative to the sum of its split; in the order of the flag's variants.</summary>
internal struct ParsedWeight
{
    public int Variant;
    public decimal Weight;
}
