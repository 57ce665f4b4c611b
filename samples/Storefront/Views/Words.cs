using System.Globalization;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;
using Storefront.Rollout;
using Storefront.Shop;

namespace Storefront.Views;

/// <summary>Figures as people read them, the same in every culture.</summary>
internal static class Words
{
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset time) => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}h {time.Minutes:D2}m")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}m {time.Seconds:D2}s");

    public static string Percent(decimal percent) => string.Create(CultureInfo.InvariantCulture, $"{percent:0.##} %");

    public static string Part(long part, long whole) => whole == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.0} %");

    /// <summary>The times within which half of a path's answers came, and nine of ten.</summary>
    public static string Latency(PathBook book) => book.Quantile(.5) is { } median && book.Quantile(.9) is { } most
        ? string.Create(CultureInfo.InvariantCulture, $"{median.TotalMilliseconds:0} / {most.TotalMilliseconds:0} ms")
        : "–";

    /// <summary>Where a guard's evidence is on the way to its limit, both as logarithms.</summary>
    public static string Evidence(GuardReading reading) => double.IsFinite(reading.Log)
        ? string.Create(CultureInfo.InvariantCulture, $"{reading.Log:0.00} of {reading.LogLimit:0.00}")
        : string.Create(CultureInfo.InvariantCulture, $"– of {reading.LogLimit:0.00}");

    public static string Reach(RolloutStage stage) => stage.IsRing ? $"audience {stage.Audience}" : Percent(stage.SharePercent);

    public static string Speed(Frame frame) => frame.Speed is { } speed ? string.Create(CultureInfo.InvariantCulture, $"× {speed:0.#}") : "as fast as can be";

    public static string Entry(RolloutJournalEntry entry) => $"#{entry.Sequence} {entry.Kind} by {entry.Actor}. {entry.Reason}";

    /// <summary>Cuts a text where the line ends.</summary>
    public static string Fit(string text, int width) => text.Length <= width ? text : text[..Math.Max(width - 1, 0)] + "…";
}
