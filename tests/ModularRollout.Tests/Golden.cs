namespace ModularRollout.Tests;

/// <summary>Texts that are kept beside the tests, to be read in review. <c>MODULAR_ROLLOUT_ACCEPT=1</c> accepts what the code writes now.</summary>
internal static class Golden
{
    private const string Folder = "tests/ModularRollout.Tests/Golden";

    /// <summary>Compares a text with a kept file, line by line.</summary>
    public static void Equal(string file, string actual)
    {
        string path = Path.Combine(RepositoryFiles.PathOf(Folder), file);
        if (Environment.GetEnvironmentVariable("MODULAR_ROLLOUT_ACCEPT") == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"{path} does not exist; run the test with MODULAR_ROLLOUT_ACCEPT=1 and read what it writes.");
        string[] kept = File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n'), now = actual.Split('\n');
        int line = 0;
        while (line < kept.Length && line < now.Length && kept[line] == now[line])
        {
            line++;
        }

        Assert.True(
            line == kept.Length && line == now.Length,
            $"{file}, line {line + 1}, says\n{kept.ElementAtOrDefault(line)}\nand the code writes\n{now.ElementAtOrDefault(line)}\nMODULAR_ROLLOUT_ACCEPT=1 accepts it.");
    }
}
