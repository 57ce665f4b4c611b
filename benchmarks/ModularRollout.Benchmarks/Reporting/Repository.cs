using System.Runtime.CompilerServices;

namespace ModularRollout.Benchmarks.Reporting;

/// <summary>Knows where the repository is from which this program was built.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
