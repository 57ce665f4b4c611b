namespace ModularRollout.Snapshots.Conditions;

/// <summary>Which part of a text is compared; a struct, so that each test is compiled for one of them.</summary>
internal interface ITextPart
{
    static abstract string Word { get; }

    static abstract bool Matches<TComparison>(string text, string part)
        where TComparison : struct, ITextComparison;
}

/// <summary>A part of the text equals any of a list.</summary>
internal sealed class TextPartTest<TPart, TComparison> : AttributeTest
    where TPart : struct, ITextPart
    where TComparison : struct, ITextComparison
{
    private readonly string[] _texts;

    public TextPartTest(AttributeRef attribute, string[] texts)
        : base(attribute) => _texts = texts;

    protected override string Comparison => $"{TPart.Word}{TComparison.Suffix} {AttributeText.List(_texts)}";

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        string? text = Attribute.Text(context, snapshot);
        string[] texts = _texts;
        return text is not null && (texts.Length == 1 ? TPart.Matches<TComparison>(text, texts[0]) : MatchesAny(text, texts));
    }

    private static bool MatchesAny(string text, string[] parts)
    {
        foreach (string part in parts)
        {
            if (TPart.Matches<TComparison>(text, part))
            {
                return true;
            }
        }

        return false;
    }
}

internal readonly struct Start : ITextPart
{
    public static string Word => "startsWith";

    public static bool Matches<TComparison>(string text, string part)
        where TComparison : struct, ITextComparison => TComparison.StartsWith(text, part);
}

internal readonly struct End : ITextPart
{
    public static string Word => "endsWith";

    public static bool Matches<TComparison>(string text, string part)
        where TComparison : struct, ITextComparison => TComparison.EndsWith(text, part);
}

internal readonly struct Anywhere : ITextPart
{
    public static string Word => "contains";

    public static bool Matches<TComparison>(string text, string part)
        where TComparison : struct, ITextComparison => TComparison.Contains(text, part);
}
