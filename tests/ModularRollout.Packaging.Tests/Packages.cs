using System.IO.Compression;
using System.Xml.Linq;

namespace ModularRollout.Packaging.Tests;

/// <summary>The packages as <c>test.sh</c> packed them; packed here where it has not.</summary>
public sealed class Packages : IAsyncLifetime
{
    private TemporaryFolder? _own;

    public string Folder { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        string root = Path.GetDirectoryName(RepositoryFiles.PathOf("ModularRollout.sln"))!;
        Folder = Path.Combine(root, "artifacts", "packages");
        if (Directory.Exists(Folder) && Find("ModularRollout", ".nupkg") is not null)
        {
            return;
        }

        _own = new TemporaryFolder();
        Folder = _own.Path;
        foreach (string project in Directory.GetFiles(Path.Combine(root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            (int exitCode, string output) = await Tool.DotnetAsync(root, "pack", project, "-c", "Release", "-o", Folder, "-v", "quiet");
            Assert.True(exitCode == 0, output);
        }
    }

    public ValueTask DisposeAsync()
    {
        _own?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Gets the path of a package, whose version is whatever was packed.</summary>
    public string? Find(string id, string extension) => Directory.GetFiles(Folder, $"{id}.*{extension}")
        .Where(path => char.IsAsciiDigit(Path.GetFileName(path)[id.Length + 1])).MaxBy(File.GetLastWriteTimeUtc);

    internal string VersionOf(string id) => Element(id, "version").Value;

    internal string[] Entries(string id, string extension = ".nupkg")
    {
        using ZipArchive package = ZipFile.OpenRead(Find(id, extension)!);
        return [.. package.Entries.Select(static entry => entry.FullName).Where(static name => !name.StartsWith("_rels", StringComparison.Ordinal)
            && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml").Order(StringComparer.Ordinal)];
    }

    internal XElement Element(string id, string name) => Manifest(id).Descendants().Single(element => element.Name.LocalName == name);

    internal string[] Dependencies(string id) =>
        [.. Manifest(id).Descendants().Where(static element => element.Name.LocalName == "dependency").Select(static element => element.Attribute("id")!.Value).Order(StringComparer.Ordinal)];

    private XDocument Manifest(string id)
    {
        using ZipArchive package = ZipFile.OpenRead(Find(id, ".nupkg")!);
        using Stream manifest = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(manifest);
    }
}
