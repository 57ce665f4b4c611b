using ModularRollout.Simulation.Experiments;
using ScottPlot;

namespace ModularRollout.Simulation.Reporting;

/// <summary>Draws what the tables say.</summary>
internal static class Charts
{
    private const int Width = 900;
    private const int Height = 420;

    public static void Write(string folder, Findings findings)
    {
        Fonts.Default = "DejaVu Sans";
        FalseRollbacks(findings).SaveSvg(Path.Combine(folder, "false-rollback.svg"), Width, 640);
        Lines(findings, Delay.Property, "ratio of the rates", "mean labels, × Wald's bound", limit: 1.5).SaveSvg(Path.Combine(folder, "delay.svg"), Width, Height);
        Lines(findings, LateOnset.Property, "look of the onset (powers of ten)", "mean labels, × bound", limit: 1.2).SaveSvg(Path.Combine(folder, "late-onset.svg"), Width, Height);
        Lines(findings, Paths.Property, "outcomes", "ln(½E + ½B)", limit: Levelled.HighestLog).SaveSvg(Path.Combine(folder, "paths.svg"), Width, Height);
    }

    /// <summary>A row for each scenario, with the share of runs that reached each level's limit, and a line at the level.</summary>
    private static Plot FalseRollbacks(Findings findings)
    {
        var plot = new Plot();
        ChartPoint[] points = [.. findings.Points.Where(static point => point.Label.Length > 0)];
        string[] rows = [.. points.Select(static point => point.Label).Distinct().Reverse()];
        foreach (IGrouping<string, ChartPoint> level in points.GroupBy(static point => point.Series))
        {
            var dots = plot.Add.ScatterPoints(level.Select(static point => point.Y).ToArray(), level.Select(point => (double)Array.IndexOf(rows, point.Label)).ToArray());
            dots.MarkerSize = 9;
            dots.LegendText = level.Key;
        }

        foreach (double alpha in Levelled.Alphas)
        {
            plot.Add.VerticalLine(alpha, 1, Colors.Gray, LinePattern.Dashed);
        }

        plot.Axes.Left.SetTicks([.. Enumerable.Range(0, rows.Length).Select(static row => (double)row)], rows);
        plot.Axes.SetLimits(0, .07, -.7, rows.Length - .3);
        plot.XLabel("share of runs rolled back; dashed: α");
        plot.ShowLegend(Alignment.LowerRight);
        return plot;
    }

    private static Plot Lines(Findings findings, string chart, string x, string y, double limit)
    {
        var plot = new Plot();
        foreach (IGrouping<string, ChartPoint> series in findings.Points.Where(point => point.Chart == chart).GroupBy(static point => point.Series))
        {
            var line = plot.Add.Scatter(series.Select(static point => point.X).ToArray(), series.Select(static point => point.Y).ToArray());
            line.MarkerSize = series.Count() > 20 ? 0 : 7;
            line.LineWidth = 2;
            line.LegendText = series.Key;
        }

        plot.Add.HorizontalLine(limit, 1, Colors.Gray, LinePattern.Dashed);
        plot.XLabel(x);
        plot.YLabel(y);
        plot.ShowLegend(Edge.Right);
        return plot;
    }
}
