namespace ModularRollout.Docs.Tests;

/// <summary>What the README's main command promises: run A completes, run B is rolled back, and everybody is back where they were.</summary>
public sealed class StorefrontTests(StorefrontRuns runs) : IClassFixture<StorefrontRuns>
{
    public static IEnumerable<TheoryDataRow<string, int, CodeBlock>> Outputs =>
        DocumentationPage.BlocksOf("text").Where(static row => row.Data.Item3.Mark.StartsWith("output: storefront", StringComparison.Ordinal));

    [Fact]
    public void Run_BothReleases_EndAsTheyShould()
    {
        Assert.True(runs.ExitCodes is [0, 0], runs.Outputs[0]);
        Assert.Contains(runs.Lines, static line => line.StartsWith("A ", StringComparison.Ordinal) && line.EndsWith("ended    Completed: as it should be.", StringComparison.Ordinal));
        Assert.Contains(runs.Lines, static line => line.StartsWith("B ", StringComparison.Ordinal) && line.EndsWith("ended    RolledBack: as it should be.", StringComparison.Ordinal));
    }

    [Fact]
    public void RunA_HealthyRelease_PassesEveryStage()
    {
        string[] journal = [.. runs.Lines.Where(static line => line.StartsWith("A ", StringComparison.Ordinal) && line.Contains(" journal ", StringComparison.Ordinal))];

        foreach (string stage in (string[])["canary` exposes 1 %", "twentieth` exposes 5 %", "quarter` exposes 25 %", "half` exposes 50 %", "full` exposes 100 %", "Everybody gets the candidate."])
        {
            Assert.Single(journal, line => line.Contains(stage, StringComparison.Ordinal));
        }

        Assert.Contains(runs.Lines, static line => line.Contains(" after    99,999 of 100,000;", StringComparison.Ordinal));
    }

    [Fact]
    public void RunB_WorseRelease_IsRolledBackByAGuardAtAQuarter()
    {
        string[] journal = [.. runs.Lines.Where(static line => line.StartsWith("B ", StringComparison.Ordinal) && line.Contains(" journal ", StringComparison.Ordinal))];

        int quarter = Array.FindIndex(journal, static line => line.Contains("Stage `quarter` exposes 25 %.", StringComparison.Ordinal));
        Assert.True(quarter > 0, runs.Outputs[0]);
        Assert.Contains(" RollBack by rollout. Guard `", journal[quarter + 1], StringComparison.Ordinal);
        Assert.Contains("The new checkout sold 0 orders in the ten minutes since.", runs.Outputs[0], StringComparison.Ordinal);
    }

    [Fact]
    public void RunB_RolledBack_GivesEverySubjectWhatItHadBefore()
    {
        Assert.Contains("check    100,000 of 100,000 subjects get exactly the variant and value of before the rollout.", runs.Outputs[0], StringComparison.Ordinal);
        Assert.Equal(ContentOf("before"), ContentOf("after"));
        Assert.NotEqual(ContentOf("before"), ContentOf("exposed"));
    }

    [Fact]
    public void Run_SameSeed_PrintsTheSame()
    {
        Assert.Equal(runs.Outputs[0], runs.Outputs[1]);
        Assert.DoesNotContain('\u001b', runs.Outputs[0]);
    }

    [Fact]
    public async Task RunB_GuardsThatTolerateAnything_FailTheCommand()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string flags = await File.ReadAllTextAsync(RepositoryFiles.PathOf("samples/Storefront/flags.json"), TestContext.Current.CancellationToken);
        string hasty = flags.Replace("\"dwell\": \"45m\"", "\"dwell\": \"5m\"", StringComparison.Ordinal).Replace("000,", "00,", StringComparison.Ordinal).Replace("000 }", "00 }", StringComparison.Ordinal);
        string careless = hasty.Replace("\"timesBaseline\": 1.0", "\"timesBaseline\": 100", StringComparison.Ordinal).Replace("\"rate\": 0.03", "\"rate\": 0.9", StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(folder, "samples", "Storefront"));
        await File.WriteAllTextAsync(Path.Combine(folder, "samples", "Storefront", "flags.json"), careless, TestContext.Current.CancellationToken);

        (int exitCode, string output) = await StorefrontRuns.RunInAsync(folder, "--run", "B", "--fast", "--plain");

        Assert.Equal(1, exitCode);
        Assert.Contains("Completed: NOT as it should be.", output, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("'--fsat' is not an argument", "--fsat")]
    [InlineData("--run 'C' makes no sense; it takes A or B.", "--run", "C")]
    [InlineData("--seed has no value; it takes a whole number of zero or more.", "--fast", "--seed")]
    [InlineData("--speed '0' makes no sense; it takes a number from 1 to 100000.", "--speed", "0")]
    [InlineData("--store 'src' is not empty.", "--store", "src")]
    public async Task Run_WrongArgument_SaysWhatIsWrongAndHowItIsUsed(string expected, params string[] arguments)
    {
        (int exitCode, string output) = await StorefrontRuns.RunAsync(arguments);

        Assert.Equal(2, exitCode);
        Assert.StartsWith(expected, output, StringComparison.Ordinal);
        Assert.Contains("--run A|B", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Outputs), DisableDiscoveryEnumeration = true)]
    public void Page_OutputBlock_IsWhatIsPrinted(string page, int index, CodeBlock block)
    {
        Assert.Equal("output: storefront --fast --plain", block.Mark);
        string[] shown = block.Code.TrimEnd().Split('\n');
        Assert.True(shown.Length > 1, $"{page}: block {index} is empty.");

        // A line that ends with … is the beginning of one.
        Assert.All(shown.Where(static line => line != "…"), line => Assert.Contains(
            runs.Lines, printed => line.EndsWith('…') ? printed.StartsWith(line[..^1].TrimEnd(), StringComparison.Ordinal) : printed == line));
    }

    private string ContentOf(string what) =>
        runs.Lines.Single(line => line.StartsWith("B ", StringComparison.Ordinal) && line.Contains($" {what,-8} ", StringComparison.Ordinal)).Split("content ")[1];
}
