using System.Globalization;

namespace ModularRollout.Simulation;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Arguments(int Runs, ulong Seed, string? Only, bool IsSmoke)
{
    public const string Usage = "Usage: [--smoke] [--runs N] [--seed N] [--only NAME]";

    private const int FullRuns = 2000;
    private const int SmokeRuns = 60;

    /// <summary>A full run of everything is what the README shows.</summary>
    public bool IsPublished => !IsSmoke && Only is null && Runs >= FullRuns;

    /// <summary>Reads pairs of a name and a value, and the one name without a value.</summary>
    public static Arguments? TryParse(string[] args)
    {
        bool isSmoke = args.Contains("--smoke");
        string[] pairs = [.. args.Where(static arg => arg != "--smoke")];
        var asked = new Arguments(isSmoke ? SmokeRuns : FullRuns, 1, null, isSmoke);
        for (int i = 0; i < pairs.Length && asked is not null; i += 2)
        {
            asked = asked.With(pairs[i], i + 1 < pairs.Length ? pairs[i + 1] : "");
        }

        return asked;
    }

    private Arguments? With(string name, string value) => name switch
    {
        "--runs" when int.TryParse(value, CultureInfo.InvariantCulture, out int runs) && runs > 0 => this with { Runs = runs },
        "--seed" when ulong.TryParse(value, CultureInfo.InvariantCulture, out ulong seed) => this with { Seed = seed },
        "--only" when value.Length > 0 => this with { Only = value },
        _ => null,
    };
}
