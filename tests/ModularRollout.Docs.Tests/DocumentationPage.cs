using System.Text.RegularExpressions;

namespace ModularRollout.Docs.Tests;

/// <summary>A Markdown page of the repository: its fenced blocks with the mark before each, its links and its headings.</summary>
internal sealed partial class DocumentationPage
{
    private DocumentationPage(string path)
    {
        Path = path;
        Text = File.ReadAllText(RepositoryFiles.PathOf(path)).ReplaceLineEndings("\n");
        Blocks = [.. BlockPattern().Matches(Text).Select(static match => new CodeBlock(match.Groups["language"].Value, match.Groups["mark"].Value, match.Groups["code"].Value))];
        string prose = InlineCodePattern().Replace(BlockPattern().Replace(Text, ""), "");
        Links = [.. LinkPattern().Matches(prose).Select(static match => match.Groups["target"].Value)];
        Anchors = [.. HeadingPattern().Matches(BlockPattern().Replace(Text, "")).Select(static match => Anchor(match.Groups["title"].Value))];
    }

    /// <summary>Gets the path relative to the repository, with forward slashes.</summary>
    public string Path { get; }

    public string Text { get; }

    public IReadOnlyList<CodeBlock> Blocks { get; }

    public IReadOnlyList<string> Links { get; }

    public HashSet<string> Anchors { get; }

    public static DocumentationPage Open(string path) => new(path);

    /// <summary>Gets every page that is written by hand.</summary>
    public static IEnumerable<DocumentationPage> All()
    {
        string root = System.IO.Path.GetDirectoryName(RepositoryFiles.PathOf("README.md"))!;
        return Directory.EnumerateFiles(root, "*.md")
            .Concat(Directory.EnumerateFiles(System.IO.Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(System.IO.Path.Combine(root, "src"), "README.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateDirectories(System.IO.Path.Combine(root, "samples")).Select(static sample => System.IO.Path.Combine(sample, "README.md")).Where(File.Exists))
            .Select(path => Open(System.IO.Path.GetRelativePath(root, path).Replace('\\', '/')));
    }

    /// <summary>Gets the pages' fenced blocks of some languages.</summary>
    public static TheoryData<string, int, CodeBlock> BlocksOf(params string[] languages)
    {
        var data = new TheoryData<string, int, CodeBlock>();
        foreach (DocumentationPage page in All())
        {
            for (int i = 0; i < page.Blocks.Count; i++)
            {
                if (languages.Contains(page.Blocks[i].Language))
                {
                    data.Add(page.Path, i, page.Blocks[i]);
                }
            }
        }

        return data;
    }

    private static string Anchor(string title) =>
        new([.. title.Trim().ToLowerInvariant().Where(static c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_').Select(static c => c == ' ' ? '-' : c)]);

    [GeneratedRegex(@"(?:<!-- (?<mark>[^\n]*?) -->\n+)?^```(?<language>\w*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex BlockPattern();

    [GeneratedRegex(@"`[^`\n]*`")]
    private static partial Regex InlineCodePattern();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"^#+ (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex HeadingPattern();
}
