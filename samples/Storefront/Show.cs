using Storefront.Rollout;
using Storefront.Time;
using Storefront.Traffic;
using Storefront.Views;

namespace Storefront;

/// <summary>Plays one run after the other.</summary>
internal static class Show
{
    // The file in the source tree, so that an edit needs no build; else the copy beside the program.
    private static readonly string s_flags =
        File.Exists("samples/Storefront/flags.json") ? "samples/Storefront/flags.json" : Path.Combine(AppContext.BaseDirectory, "flags.json");

    /// <returns>Whether every run ended as it should.</returns>
    public static async Task<bool> PlayAsync(Arguments arguments, IView view, string folder, CancellationToken stop)
    {
        var population = new Population(arguments.Seed);
        var pace = new Pace(arguments.Speed);
        bool isAsExpected = true;
        foreach (Release release in arguments.Runs)
        {
            await using ReleaseRun run = await ReleaseRun.OpenAsync(release, s_flags, Path.Combine(folder, "run-" + release.Run), population, arguments.Seed, stop);
            await view.ShowAsync(release, run.PlayAsync(pace, stop), stop);
            Verdict verdict = await run.CloseAsync(stop);
            view.Close(verdict);
            isAsExpected &= verdict.IsAsExpected;
            if (verdict.Report is { } report)
            {
                // What the attempt showed, as a page: for whoever has to decide what comes next.
                await File.WriteAllTextAsync(Path.Combine(folder, $"report-{release.Run}.md"), report.ToMarkdown(), stop);
            }
        }

        return isAsExpected;
    }
}
