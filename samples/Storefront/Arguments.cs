using System.Globalization;

namespace Storefront;

/// <summary>What the command line says.</summary>
internal sealed record Arguments
{
    public const string Usage = """
        Storefront                  shows run A, then run B, live: two minutes

          --run A|B                 one run: A, a healthy release that walks to 100 %; B, one that gets worse and is rolled back
          --fast                    does not wait between two looks: seconds
          --speed <number>          virtual seconds a real second, 1 to 100000; 300 unless said
          --plain                   a line for each event, for logs and CI; also whenever the output is no terminal
          --seed <number>           another day: other shoppers, other chances; 2026 unless said
          --store <folder>          keeps journals and reports there; the folder must be new or empty
          --help                    this
        """;

    public IReadOnlyList<Release> Runs { get; private init; } = Release.All;

    public bool IsPlain { get; private init; }

    public bool IsHelp { get; private init; }

    /// <summary>Gets virtual seconds a real second; <see langword="null"/> for as many as the machine can.</summary>
    public double? Speed { get; private init; } = 300;

    public ulong Seed { get; private init; } = 2026;

    /// <summary>Gets the folder of the journals; <see langword="null"/> for a temporary one.</summary>
    public string? Store { get; private init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It makes no sense; the message says what, and what would be right.</exception>
    public static Arguments Read(ReadOnlySpan<string> args)
    {
        var read = new Arguments();
        while (args is [{ } name, .. var rest])
        {
            string? value = rest is [{ } next, ..] && !next.StartsWith("--", StringComparison.Ordinal) ? next : null;
            read = name switch
            {
                "--help" or "-h" or "-?" => read with { IsHelp = true },
                "--fast" => read with { Speed = null },
                "--plain" => read with { IsPlain = true },
                _ => read.With(name, value),
            };
            args = name is "--run" or "--speed" or "--seed" or "--store" ? rest[1..] : rest;
        }

        return read;
    }

    private Arguments With(string name, string? value) => name switch
    {
        "--run" => this with { Runs = [Release.All.FirstOrDefault(run => run.Run.Equals(value, StringComparison.OrdinalIgnoreCase)) ?? throw Wrong(name, value, "A or B")] },
        "--speed" => this with { Speed = double.TryParse(value, CultureInfo.InvariantCulture, out double speed) && speed is >= 1 and <= 100_000 ? speed : throw Wrong(name, value, "a number from 1 to 100000") },
        "--seed" => this with { Seed = ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) ? seed : throw Wrong(name, value, "a whole number of zero or more") },
        "--store" => this with { Store = CheckedFolder(value ?? throw Wrong(name, value, "a folder")) },
        _ => throw new FormatException($"'{name}' is not an argument of the Storefront."),
    };

    private static string CheckedFolder(string folder) => File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        ? throw new FormatException($"--store '{folder}' is not empty. A journal belongs to one run: name a new folder.")
        : folder;

    private static FormatException Wrong(string name, string? value, string right) => new($"{name} {(value is null ? "has no value" : $"'{value}' makes no sense")}; it takes {right}.");
}
