using System.Text.RegularExpressions;

namespace ModularRollout.Docs.Tests;

/// <summary>The named regions of samples/Snippets.</summary>
internal static partial class Snippet
{
    public static IReadOnlyDictionary<string, string> All { get; } = Directory
        .EnumerateFiles(RepositoryFiles.PathOf("samples/Snippets"), "*.cs")
        .SelectMany(static file => RegionPattern().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")))
        .ToDictionary(static match => match.Groups["name"].Value, static match => Normalise(match.Groups["code"].Value));

    /// <summary>Takes away the indentation that all lines share, and white space at ends.</summary>
    public static string Normalise(string code)
    {
        string[] lines = [.. code.Split('\n').Select(static line => line.TrimEnd())];
        int indent = lines.Where(static line => line.Length > 0).Select(static line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : "")).Trim('\n');
    }

    [GeneratedRegex(@"^ *#region (?<name>\S+)\n(?<code>.*?)^ *#endregion", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex RegionPattern();
}
