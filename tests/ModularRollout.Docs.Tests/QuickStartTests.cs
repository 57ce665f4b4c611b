namespace ModularRollout.Docs.Tests;

/// <summary>The README's first commands, run as a newcomer runs them.</summary>
public sealed class QuickStartTests : IDisposable
{
    public static IEnumerable<TheoryDataRow<string, int, CodeBlock>> Outputs =>
        DocumentationPage.BlocksOf("text").Where(static row => row.Data.Item3.Mark.StartsWith("output: quickstart", StringComparison.Ordinal));

    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "flags.json");

    public QuickStartTests() => File.Copy(RepositoryFiles.PathOf("samples/QuickStart/flags.json"), _file);

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Theory]
    [InlineData("checkout.one-page", "anna", "on", "TargetingMatch", "staff first")]
    [InlineData("checkout.one-page", "bruno", "on", "Split", "half of early access", "0.")]
    [InlineData("checkout.one-page", "erik", "off", "Split", "half of early access", "0.8944")]
    [InlineData("checkout.one-page", "dario", "off", "TargetingMatch", "")]
    [InlineData("checkout.one-page", "nobody", "off", "Default", "")]
    [InlineData("payments.v3", "erik", "on", "Static", "")]
    [InlineData("search.ranking", "nobody", "classic", "Error: TargetingKeyMissing")]
    [InlineData("search.limits", "chiara", "generous", "TargetingMatch", "who pays gets more")]
    [InlineData("exports.pdf", "dario", "on", "TargetingMatch", "large orders")]
    public async Task Run_ShippedFlags_ShowsWhatEachSubjectGetsAndWhy(string flag, string subject, params string[] expected)
    {
        (int exitCode, string output) = await Run(_file);

        string row = RowOf(output, flag, subject);
        Assert.Equal(0, exitCode);
        Assert.All(expected, text => Assert.Contains(text, row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ShippedFlags_ShowsWhatTheApplicationDoes()
    {
        (_, string output) = await Run(_file);

        Assert.Contains("anna    sees the one-page checkout; searches by", output, StringComparison.Ordinal);
        Assert.Contains("100 results within 3000 ms", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WrongFile_ShowsEveryErrorAndFails()
    {
        await EditAsync("\"otherwise\"", "\"otherwize\"");

        (int exitCode, string output) = await Run(_file);

        Assert.Equal(1, exitCode);
        Assert.Contains("error MR1002 flags['checkout.one-page'].otherwize", output, StringComparison.Ordinal);
        Assert.Contains("error MR1002 flags['search.limits'].otherwize", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_Split_ShowsEveryStep()
    {
        (int exitCode, string output) = await Run(_file, "--explain", "checkout.one-page", "bruno");

        Assert.Equal(0, exitCode);
        Assert.Contains("✗ rule staff first", output, StringComparison.Ordinal);
        Assert.Contains("✓ rule half of early access", output, StringComparison.Ordinal);
        Assert.Contains("✓ split by targetingKey, salt \"checkout.one-page\"", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Outputs), DisableDiscoveryEnumeration = true)]
    public async Task Page_OutputBlock_IsWhatIsPrinted(string page, int index, CodeBlock block)
    {
        (_, string output) = await Run(block.Mark.Split(' ')[2..]);

        string[] printed = [.. output.Split('\n').Select(static line => line.TrimEnd())];
        Assert.All(block.Code.TrimEnd().Split('\n').Where(static line => line != "…"), line => Assert.Contains(line, printed));
        Assert.True(block.Code.Length > 0, $"{page}: block {index} is empty.");
    }

    [Fact]
    public async Task Run_UnknownArgument_SaysHowItIsUsed()
    {
        (int exitCode, string output) = await Run("--wach");

        Assert.Equal(2, exitCode);
        Assert.Contains("QuickStart [file] --watch", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_EditsGoodBadGood_ShowsEachAndKeepsTheLastGood()
    {
        await using ProcessWatch quickStart = ProcessWatch.StartQuickStart(_file, "--watch");
        await quickStart.ReadUntilAsync("Watching.");

        await EditAsync("\"attribute\": \"orders\", \"atLeast\": 100", "\"attribute\": \"orders\", \"atLeast\": 200");
        string changed = await quickStart.ReadUntilAsync("╰") + await quickStart.ReadUntilAsync("╯");
        Assert.Contains("Snapshot 2 is in force: exports.pdf (Changed)", changed, StringComparison.Ordinal);
        Assert.Contains("│ off ", RowOf(changed, "exports.pdf", "dario"), StringComparison.Ordinal);
        Assert.DoesNotContain("search.limits", changed, StringComparison.Ordinal);

        await EditAsync("\"atLeast\": 200 ", "\"atLeest\": 200 ");
        string broken = await quickStart.ReadUntilAsync("Snapshot 2 goes on deciding.");
        int line = Array.FindIndex(await File.ReadAllLinesAsync(_file), static line => line.Contains("atLeest", StringComparison.Ordinal)) + 1;
        Assert.Contains($"({line},", broken, StringComparison.Ordinal);
        Assert.Contains("error MR1018 flags['exports.pdf'].rules[1].when.atLeest: `atLeest` is not a test", broken, StringComparison.Ordinal);
        Assert.Contains("Did you mean `atLeast`?", broken, StringComparison.Ordinal);

        await EditAsync("\"atLeest\": 200 ", "\"atLeast\": 140 ");
        string mended = await quickStart.ReadUntilAsync("Snapshot 3 is in force: exports.pdf (Changed)");
        if (!mended.Contains("The file is good again.", StringComparison.Ordinal))
        {
            // Subscribers are told after the fact: on a busy machine the status may be seen first.
            await quickStart.ReadUntilAsync("The file is good again.");
        }

        await quickStart.InterruptAsync();
        (int exitCode, string output) = await quickStart.ReadToEndAsync();
        Assert.Equal(0, exitCode);
        Assert.EndsWith("Ended.", output.TrimEnd(), StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> Run(params string[] arguments)
    {
        await using ProcessWatch quickStart = ProcessWatch.StartQuickStart(arguments);
        return await quickStart.ReadToEndAsync();
    }

    private static string RowOf(string output, string flag, string subject) =>
        output.Split('\n').First(line => line.Contains($"│ {flag} ", StringComparison.Ordinal) && line.Contains($"│ {subject} ", StringComparison.Ordinal));

    private async Task EditAsync(string before, string after)
    {
        string text = await File.ReadAllTextAsync(_file);
        Assert.Contains(before, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_file, text.Replace(before, after, StringComparison.Ordinal));
    }
}
