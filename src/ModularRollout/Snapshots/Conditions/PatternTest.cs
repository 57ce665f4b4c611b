using System.Text.RegularExpressions;

namespace ModularRollout.Snapshots.Conditions;

/// <summary>The text matches a non-backtracking regular expression: time linear in a bounded input.</summary>
internal sealed class PatternTest : AttributeTest
{
    public const int LongestInput = 1024;

    private readonly Regex _pattern;

    public PatternTest(AttributeRef attribute, Regex pattern)
        : base(attribute) => _pattern = pattern;

    protected override string Comparison => $"matches /{_pattern}/{((_pattern.Options & RegexOptions.IgnoreCase) != 0 ? " (ignoring case)" : "")}";

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot) =>
        Attribute.Text(context, snapshot) is { Length: <= LongestInput } text && _pattern.IsMatch(text);

    protected override string Found(in EvaluationContext context, FeatureSnapshot snapshot) =>
        Attribute.Text(context, snapshot) is { Length: > LongestInput } text
            ? $"a text of {text.Length} characters; over {LongestInput} never match"
            : base.Found(context, snapshot);
}
