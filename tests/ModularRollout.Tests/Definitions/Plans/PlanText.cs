namespace ModularRollout.Tests.Definitions.Plans;

/// <summary>Parts of plans, and what is told of plans made of them.</summary>
internal static class PlanText
{
    public const string OneStage = """ "stages":[{"name":"a","percent":50}] """;
    public const string Comparison = """{"name":"c","events":"errors","noMoreThan":{"timesBaseline":1}}""";
    public const string Budget = """{"name":"b","events":"errors","noMoreThan":{"rate":0.01}}""";

    public static string Repeat(int count, Func<int, string> element) => string.Join(',', Enumerable.Range(0, count).Select(element));

    /// <summary>Reads a plan that moves a flag from off to on and has these properties besides.</summary>
    /// <returns>What is wrong, without the place, and without the part of the path that all have.</returns>
    public static string[] Told(string properties) =>
    [
        .. Reading.Of($$$"""{"flags":{"f":{"owner":"o","rollout":{"candidate":"on","baseline":"off",{{{properties}}} } } } }""")
            .Document.Diagnostics.Select(static found => found.ToString().Replace("flags.f.rollout", "", StringComparison.Ordinal))
            .Select(static text => text[(text.IndexOf("): ", StringComparison.Ordinal) + 3)..]),
    ];
}
