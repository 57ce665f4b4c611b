namespace ModularRollout.Packaging.Tests;

/// <summary>Finds files of the repository from wherever the tests run.</summary>
internal static class RepositoryFiles
{
    private static readonly string s_root = FindRoot();

    /// <summary>Returns the full path of a file, given relative to the repository with forward slashes.</summary>
    public static string PathOf(string relativePath)
    {
        string path = Path.Combine(s_root, relativePath);
        Assert.True(File.Exists(path) || Directory.Exists(path), $"{path} does not exist.");
        return path;
    }

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "ModularRollout.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException($"ModularRollout.sln is in no folder above {AppContext.BaseDirectory}.");
    }
}
