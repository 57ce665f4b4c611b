namespace ModularRollout.Packaging.Tests;

/// <summary>The library under NativeAOT: published without a warning, and right when it runs.</summary>
public sealed class NativeAotTests
{
    [Fact]
    public async Task AotSmoke_Published_RunsWithoutWarnings()
    {
        using var folder = new TemporaryFolder();
        string project = RepositoryFiles.PathOf("tests/ModularRollout.AotSmoke");

        (int published, string log) = await Tool.DotnetAsync(
            project, "publish", "-c", "Release", "-r", "linux-x64", "-p:PublishAot=true", "-p:CppCompilerAndLinker=gcc", "--artifacts-path", folder.Path);
        Assert.True(published == 0, log);
        Assert.DoesNotContain("warning", log, StringComparison.OrdinalIgnoreCase);

        string program = Directory.GetFiles(Path.Combine(folder.Path, "publish"), "ModularRollout.AotSmoke", SearchOption.AllDirectories).Single();
        (int exitCode, string output) = await Tool.RunAsync(program, folder.Path);
        Assert.True(exitCode == 0, output);
        Assert.EndsWith(" checks passed, 0 failed", output.TrimEnd(), StringComparison.Ordinal);
    }
}
