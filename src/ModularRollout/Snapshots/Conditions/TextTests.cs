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

    public TextPartTest(string attribute, string[] texts)
        : base(attribute) => _texts = texts;

    protected override string Comparison => $"{TPart.Word}{TComparison.Suffix} {AttributeText.List(_texts)}";

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        if (Attribute.Text(context, snapshot) is { } text)
        {
            foreach (string part in _texts)
            {
                if (TPart.Matches<TComparison>(text, part))
                {
                    return true;
                }
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
