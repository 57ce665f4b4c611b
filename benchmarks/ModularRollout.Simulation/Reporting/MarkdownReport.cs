using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace ModularRollout.Simulation.Reporting;

/// <summary>Writes the results between the markers of benchmarks/simulation/README.md.</summary>
internal static partial class MarkdownReport
{
    private const string Begin = "<!-- results -->";
    private const string End = "<!-- /results -->";

    public static void Write(string folder, Arguments asked, TimeSpan taken, Findings findings)
    {
        string path = Path.Combine(folder, "README.md");
        string text = File.ReadAllText(path);
        (int begin, int end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
        {
            throw new InvalidDataException($"{path} has no {Begin} followed by {End}, between which the results go.");
        }

        File.WriteAllText(path, text[..(begin + Begin.Length)] + "\n\n" + Results(asked, taken, findings) + "\n" + text[end..]);
    }

    private static string Results(Arguments asked, TimeSpan taken, Findings findings)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Simulated on {TimeProvider.System.GetUtcNow():d MMMM yyyy}: {asked.Runs:N0} runs of each row, seed {asked.Seed}, ");
        text.Append(CultureInfo.InvariantCulture, $"{taken.TotalSeconds:0} s on {Machine()}. {findings.Marks.Count(static mark => mark.IsMet is not null)} marks, {findings.Missed} missed.\n\n");
        string last = "";
        foreach (Mark mark in findings.Marks)
        {
            if (mark.Property != last)
            {
                text.Append(CultureInfo.InvariantCulture, $"### {char.ToUpperInvariant(mark.Property[0])}{mark.Property[1..]}\n\n| case | mark | measured | met |\n| --- | --- | --- | --- |\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"| {mark.Case} | {mark.Limit} | {mark.Measured} | {MarksTable.Verdict(mark)} |\n");
            text.Append(IsLast(findings, mark) ? "\n" : "");
            last = mark.Property;
        }

        return text.ToString();
    }

    private static bool IsLast(Findings findings, Mark mark) => ReferenceEquals(findings.Marks.Last(other => other.Property == mark.Property), mark);

    private static string Machine()
    {
        const string processors = "/proc/cpuinfo";
        string name = File.Exists(processors) ? ModelName().Match(File.ReadAllText(processors)).Groups[1].Value.Trim() : "";
        return FormattableString.Invariant($"{Environment.ProcessorCount} cores of {(name.Length > 0 ? name : RuntimeInformation.ProcessArchitecture)}, {RuntimeInformation.FrameworkDescription}");
    }

    [GeneratedRegex(@"^model name\s*:(.*)$", RegexOptions.Multiline)]
    private static partial Regex ModelName();
}
