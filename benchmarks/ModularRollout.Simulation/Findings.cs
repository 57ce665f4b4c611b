using System.Globalization;

namespace ModularRollout.Simulation;

/// <summary>Collects what the experiments found: marks, and the points of the charts.</summary>
internal sealed class Findings
{
    private readonly List<Mark> _marks = [];
    private readonly List<ChartPoint> _points = [];

    public IReadOnlyList<Mark> Marks => _marks;

    public IReadOnlyList<ChartPoint> Points => _points;

    public int Missed => _marks.Count(static mark => mark.IsMet == false);

    /// <summary>Adds a mark that is met by at most its limit.</summary>
    public void AtMost(string property, string name, double limit, double measured, string format = "0.0000", string unit = "") =>
        _marks.Add(new Mark(property, name, "≤ " + Text(limit, format) + unit, Text(measured, format) + unit, measured <= limit));

    /// <summary>Adds a mark on a mean; too few runs to tell get three standard errors more.</summary>
    public double MeanAtMost(string property, string name, double limit, double[] values, string format, string unit)
    {
        double mean = values.Average();
        AtMost(property, name, limit + (Levelled.IsEnough(values.Length) ? 0 : 3 * Statistics.StandardError(values)), mean, format, unit);
        return mean;
    }

    /// <summary>Adds a mark that is met by at least its limit.</summary>
    public void AtLeast(string property, string name, double limit, double measured, string format, string unit) =>
        _marks.Add(new Mark(property, name, "≥ " + Text(limit, format) + unit, Text(measured, format) + unit, measured >= limit));

    /// <summary>Adds a mark that is met by exactly its value.</summary>
    public void Exactly(string property, string name, double expected, double measured, string unit) =>
        _marks.Add(new Mark(property, name, Text(expected, "N0") + unit, Text(measured, "N0") + unit, measured == expected));

    /// <summary>Adds a figure without a mark.</summary>
    public void Told(string property, string name, double measured, string format = "0.0000", string unit = "") =>
        _marks.Add(new Mark(property, name, "", Text(measured, format) + unit, null));

    /// <summary>Adds the share of runs that reached the limits of both levels, with a mark each: α and three standard errors of the simulation.</summary>
    public void Levels(string property, string name, double[] highestLogs)
    {
        foreach (double alpha in Levelled.Alphas)
        {
            double reached = Levelled.Reached(highestLogs, alpha);
            AtMost(property, $"{name}, α {Text(alpha, "0.##")}", Levelled.Limit(alpha, highestLogs.Length), reached);
            Point(property, $"α {Text(alpha, "0.##")}", _points.Count, reached, name);
        }
    }

    public void Point(string chart, string series, double x, double y, string label = "") => _points.Add(new ChartPoint(chart, series, x, y, label));

    public static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

internal sealed record ChartPoint(string Chart, string Series, double X, double Y, string Label);
