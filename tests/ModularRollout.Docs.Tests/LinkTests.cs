namespace ModularRollout.Docs.Tests;

/// <summary>Links lead somewhere.</summary>
public sealed class LinkTests
{
    [Fact]
    public void Pages_RelativeLinks_Resolve()
    {
        string[] broken = [.. DocumentationPage.All().SelectMany(static page => page.Links.Where(link => !Resolves(page, link)).Select(link => $"{page.Path}: {link}"))];

        Assert.Empty(broken);
    }

    [Fact]
    public void Resolves_BrokenLink_DoesNot()
    {
        DocumentationPage page = DocumentationPage.Open("README.md");

        Assert.False(Resolves(page, "docs/no-such-page.md"));
        Assert.False(Resolves(page, "docs/definitions.md#no-such-heading"));
        Assert.True(Resolves(page, "docs/definitions.md#limits"));
    }

    private static bool Resolves(DocumentationPage page, string link)
    {
        if (link.Contains("://", StringComparison.Ordinal) || link.StartsWith("mailto:", StringComparison.Ordinal))
        {
            return true;
        }

        string[] parts = link.Split('#', 2);
        string root = Path.GetDirectoryName(RepositoryFiles.PathOf("README.md"))!;
        string target = parts[0].Length == 0
            ? Path.Combine(root, page.Path)
            : Path.GetFullPath(Path.Combine(root, Path.GetDirectoryName(page.Path)!, parts[0]));
        return (File.Exists(target) || Directory.Exists(target))
            && (parts.Length == 1 || DocumentationPage.Open(Path.GetRelativePath(root, target)).Anchors.Contains(parts[1]));
    }
}
