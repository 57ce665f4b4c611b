using System.Globalization;
using System.Text;

namespace ModularRollout.Benchmarks.Reporting;

/// <summary>Collects what was measured: tables for readers, and single figures for the marks.</summary>
internal sealed class Figures
{
    private readonly Dictionary<string, double> _values = [];
    private readonly StringBuilder _text = new();

    public string Text => _text.ToString();

    public void Add(string name, double value) => _values[name] = value;

    /// <summary>Gets a figure; NaN where it was not measured.</summary>
    public double Of(string name) => _values.GetValueOrDefault(name, double.NaN);

    /// <summary>Adds a table, and prints it.</summary>
    public void Table(string title, string note, string[] columns, IEnumerable<string[]> rows)
    {
        var table = new StringBuilder().Append("### ").Append(title).Append("\n\n");
        if (note.Length > 0)
        {
            table.Append(note).Append("\n\n");
        }

        AppendRow(table, columns);
        AppendRow(table, Array.ConvertAll(columns, static _ => "---"));
        foreach (string[] row in rows)
        {
            AppendRow(table, row);
        }

        Console.WriteLine(table);
        _text.Append(table).Append('\n');
    }

    /// <summary>Formats with three digits that count, and the unit that fits.</summary>
    public static string Time(double nanoseconds) =>
        nanoseconds switch
        {
            double.NaN => "-",
            < 1_000 => Digits(nanoseconds) + " ns",
            < 1_000_000 => Digits(nanoseconds / 1_000) + " µs",
            < 1_000_000_000 => Digits(nanoseconds / 1_000_000) + " ms",
            _ => Digits(nanoseconds / 1_000_000_000) + " s",
        };

    public static string Bytes(double bytes) =>
        bytes switch
        {
            double.NaN => "-",
            < 10_000 => bytes.ToString("N0", CultureInfo.InvariantCulture) + " B",
            < 1_000_000 => Digits(bytes / 1_000) + " KB",
            _ => Digits(bytes / 1_000_000) + " MB",
        };

    public static string Digits(double value) =>
        value.ToString(Math.Abs(value) switch { < 10 => "0.00", < 100 => "0.0", _ => "N0" }, CultureInfo.InvariantCulture);

    private static void AppendRow(StringBuilder table, string[] cells) =>
        table.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
