namespace ModularRollout.Simulation.Reporting;

/// <summary>Where the results are kept.</summary>
internal static class RepositoryRoot
{
    public static string Results
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ModularRollout.sln")))
            {
                folder = folder.Parent;
            }

            return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has a ModularRollout.sln."), "benchmarks", "simulation");
        }
    }
}
