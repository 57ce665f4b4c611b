namespace QuickStart;

/// <summary>What the command line says.</summary>
internal sealed record Arguments(string File, bool Watch, string? Flag, string? Subject)
{
    public const string Usage = """
        QuickStart [file]                              decides every flag of the file for some subjects, and says why
        QuickStart [file] --watch                      goes on, and shows what changes when the file is edited
        QuickStart [file] --explain <flag> <subject>   explains one decision step by step
        """;

    /// <summary>Reads the command line; <see langword="null"/> if it makes no sense.</summary>
    public static Arguments? Read(string[] args)
    {
        bool isFile = args is [{ } first, ..] && !first.StartsWith('-');
        string file = isFile ? args[0] : Default();
        return args[(isFile ? 1 : 0)..] switch
        {
            [] => new(file, Watch: false, null, null),
            ["--watch"] => new(file, Watch: true, null, null),
            ["--explain", { } flag, { } subject] => new(file, Watch: false, flag, subject),
            _ => null,
        };
    }

    /// <summary>The file in the source tree, so that it can be edited, else the copy beside the program.</summary>
    private static string Default() =>
        Array.Find(["flags.json", "samples/QuickStart/flags.json"], System.IO.File.Exists) ?? Path.Combine(AppContext.BaseDirectory, "flags.json");
}
