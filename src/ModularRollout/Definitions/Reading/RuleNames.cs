namespace ModularRollout.Definitions.Reading;

/// <summary>The names of rules that have none of their own.</summary>
internal static class RuleNames
{
    private static readonly string[] First = new string[32];

    public static string At(int number) => number < First.Length ? First[number] ??= $"rules[{number}]" : $"rules[{number}]";
}
