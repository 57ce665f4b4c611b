using System.Diagnostics;

namespace ModularRollout.Tests.Snapshots;

/// <summary>The golden vectors against the recipe, which knows nothing of our code.</summary>
public sealed class BucketRecipeTests
{
    private const string Python = "/usr/bin/python3";

    [Theory]
    [InlineData("tests/ModularRollout.Vectors/hashes.json")]
    [InlineData("tests/ModularRollout.Vectors/buckets.json")]
    public async Task Recipe_GoldenVectors_RecomputesEveryValue(string file)
    {
        (int exitCode, string output) = await RunAsync(RepositoryFiles.PathOf(file));

        Assert.True(exitCode == 0, output);
        Assert.EndsWith(" vectors, 0 differences", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recipe_ChangedVector_ReportsItAndFails()
    {
        string changed = Path.GetTempFileName();
        string vectors = await File.ReadAllTextAsync(RepositoryFiles.PathOf("tests/ModularRollout.Vectors/buckets.json"));
        await File.WriteAllTextAsync(changed, vectors.Replace("\"hash\": \"e6ec2a50ce4c94b0\"", "\"hash\": \"e6ec2a50ce4c94b1\"", StringComparison.Ordinal));

        (int exitCode, string output) = await RunAsync(changed);

        File.Delete(changed);
        Assert.Equal(1, exitCode);
        Assert.Contains("hash is e6ec2a50ce4c94b1, recomputed e6ec2a50ce4c94b0", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string vectors)
    {
        var start = new ProcessStartInfo(Python) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-B");
        start.ArgumentList.Add(RepositoryFiles.PathOf("docs/recipes/buckets.py"));
        start.ArgumentList.Add(vectors);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
