using System.Globalization;
using ModularRollout;
using Spectre.Console;

namespace QuickStart;

/// <summary>Shows decisions and problems on the console.</summary>
internal static class Report
{
    /// <summary>Shows for every subject which variant each flag serves, and why.</summary>
    public static void Decisions(IFeatureGate gate, IEnumerable<string> flags)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("flag", "subject", "variant", "reason", "rule", "bucket");
        foreach (string flag in flags)
        {
            foreach (Subject subject in Subject.All)
            {
                Decision decision = gate.Decide(flag, subject.Context);
                string reason = decision.Error == DecisionError.None ? $"{decision.Reason}" : $"{decision.Reason}: {decision.Error}";
                string bucket = decision.Bucket?.ToString("F4", CultureInfo.InvariantCulture) ?? "";
                table.AddRow(new Text(flag), new Text(subject.Name), Variant(decision), new Text(reason), new Text(decision.Rule ?? ""), new Text(bucket));
            }
        }

        AnsiConsole.Write(table);
    }

    /// <summary>Shows what an application does with its decisions: typed keys, fallbacks, no strings.</summary>
    public static void Shop(IFeatureGate gate)
    {
        foreach (Subject subject in Subject.All)
        {
            bool isOnePage = gate.IsEnabled(Flags.OnePageCheckout, subject.Context);
            string ranking = gate.Get(Flags.SearchRanking, subject.Context);
            SearchLimits limits = gate.Get(Flags.SearchLimits, subject.Context);
            Line($"{subject.Name,-7} sees the {(isOnePage ? "one-page" : "three-step")} checkout; searches by {ranking}, {limits.PageSize} results within {limits.TimeoutMs} ms");
        }
    }

    /// <summary>Shows what is wrong with a document: place, code, path, sentence.</summary>
    public static void Problems(IEnumerable<DefinitionDiagnostic> diagnostics)
    {
        foreach (DefinitionDiagnostic diagnostic in diagnostics)
        {
            Line($"{diagnostic}", diagnostic.Severity == DiagnosticSeverity.Error ? Color.Red : Color.Yellow);
        }
    }

    public static void Line(string text, Color? color = null) => AnsiConsole.Write(new Text(text + "\n", new Style(color)));

    private static Text Variant(in Decision decision) =>
        new(decision.Variant ?? "none", new Style(decision.IsEnabled ? Color.Green : Color.Grey));
}
