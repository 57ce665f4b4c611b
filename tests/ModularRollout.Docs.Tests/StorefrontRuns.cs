namespace ModularRollout.Docs.Tests;

/// <summary>The README's main command, run twice at the same time.</summary>
public sealed class StorefrontRuns : IAsyncLifetime
{
    /// <summary>Gets the exit codes.</summary>
    public int[] ExitCodes { get; private set; } = [];

    /// <summary>Gets what each of them printed.</summary>
    public string[] Outputs { get; private set; } = [];

    public string[] Lines => Outputs[0].Split('\n');

    public async ValueTask InitializeAsync()
    {
        (int ExitCode, string Output)[] runs = await Task.WhenAll(RunAsync("--fast", "--plain"), RunAsync("--fast", "--plain"));
        ExitCodes = [.. runs.Select(static run => run.ExitCode)];
        Outputs = [.. runs.Select(static run => run.Output)];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => RunInAsync(RepositoryFiles.PathOf("."), arguments);

    internal static async Task<(int ExitCode, string Output)> RunInAsync(string directory, params string[] arguments)
    {
        await using ProcessWatch storefront = ProcessWatch.Start("Storefront", directory, arguments);
        return await storefront.ReadToEndAsync();
    }
}
