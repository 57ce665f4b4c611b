namespace ModularRollout.Snapshots.Conditions;

/// <summary>Compares a part of the text with each of a list.</summary>
internal abstract class TextPartTest : AttributeTest
{
    private readonly string[] _texts;
    private readonly string _word;

    protected TextPartTest(string attribute, string[] texts, string word)
        : base(attribute)
    {
        _texts = texts;
        _word = word;
    }

    protected override string Comparison => $"{_word} {AttributeText.List(_texts)}";

    protected ReadOnlySpan<string> Texts => _texts;
}

/// <summary>The text starts with any of a list.</summary>
internal sealed class StartsWithTest<TComparison> : TextPartTest
    where TComparison : struct, ITextComparison
{
    public StartsWithTest(string attribute, string[] texts)
        : base(attribute, texts, "startsWith" + TComparison.Suffix)
    {
    }

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        if (Attribute.Text(context, snapshot) is { } text)
        {
            foreach (string part in Texts)
            {
                if (TComparison.StartsWith(text, part))
                {
                    return true;
                }
            }
        }

        return false;
    }
}

/// <summary>The text ends with any of a list.</summary>
internal sealed class EndsWithTest<TComparison> : TextPartTest
    where TComparison : struct, ITextComparison
{
    public EndsWithTest(string attribute, string[] texts)
        : base(attribute, texts, "endsWith" + TComparison.Suffix)
    {
    }

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        if (Attribute.Text(context, snapshot) is { } text)
        {
            foreach (string part in Texts)
            {
                if (TComparison.EndsWith(text, part))
                {
                    return true;
                }
            }
        }

        return false;
    }
}

/// <summary>The text contains any of a list.</summary>
internal sealed class ContainsTest<TComparison> : TextPartTest
    where TComparison : struct, ITextComparison
{
    public ContainsTest(string attribute, string[] texts)
        : base(attribute, texts, "contains" + TComparison.Suffix)
    {
    }

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        if (Attribute.Text(context, snapshot) is { } text)
        {
            foreach (string part in Texts)
            {
                if (TComparison.Contains(text, part))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
