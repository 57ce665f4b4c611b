using Spectre.Console;

namespace ModularRollout.Simulation.Reporting;

/// <summary>Prints the results to the console.</summary>
internal static class MarksTable
{
    private const int WidthOfFiles = 140;

    public static void Print(Findings findings)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WidthOfFiles;
        }

        var table = new Table().AddColumns("property", "case", "mark", "measured", "met");
        string last = "";
        foreach (Mark mark in findings.Marks)
        {
            table.AddRow(Markup.Escape(mark.Property == last ? "" : mark.Property), Markup.Escape(mark.Case), mark.Limit, mark.Measured, Verdict(mark));
            last = mark.Property;
        }

        AnsiConsole.Write(table);
    }

    public static string Verdict(Mark mark) => mark.IsMet switch { true => "yes", false => "no", null => "" };
}
