using System.Globalization;
using Microsoft.Extensions.Configuration;
using ModularRollout.Benchmarks.Peers;
using ModularRollout.Benchmarks.Reporting;

namespace ModularRollout.Benchmarks.Commands;

/// <summary>I and J: what stays in memory, by the heap's growth after full collections.</summary>
internal static class MemoryCommand
{
    private static readonly int[] s_flags = [10_000, 100_000];
    private static readonly int[] s_entries = [100, 1_000, 100_000, 1_000_000];

    public static void Run(Figures figures)
    {
        figures.Table(
            "Retained: a flag, beside the bytes of its document",
            "",
            ["flags", "document, bytes a flag", "ours, bytes a flag", "Microsoft.FeatureManagement's configuration, bytes a flag"],
            [.. s_flags.Select(flags => Flags(figures, flags))]);
        figures.Table(
            "Retained: an entry of an `in` list of ids",
            "The document's bytes, which a gate keeps, are not counted; neither are the peer's nodes, only its set and strings.",
            ["entries", "ours, bytes an entry", "HashSet&lt;string&gt;, bytes an entry"],
            [.. s_entries.Select(entries => Entries(figures, entries))]);
    }

    private static string[] Flags(Figures figures, int flags)
    {
        byte[] document = RealisticDocument.Make(flags);
        double ours = Retained(() => new HandPublishedGate(document)) / (double)flags;
        double peer = double.NaN;
        if (flags <= 10_000)
        {
            byte[] theirs = FeatureManagementDocument.Make(flags);
            peer = Retained(() => new ConfigurationBuilder().AddJsonStream(new MemoryStream(theirs)).Build()) / (double)flags;
        }

        figures.Add($"retained.flag.{flags}", ours);
        return [flags.ToString("N0", CultureInfo.InvariantCulture), Figures.Digits(document.Length / (double)flags), Figures.Digits(ours), double.IsNaN(peer) ? "-" : Figures.Digits(peer)];
    }

    private static string[] Entries(Figures figures, int entries)
    {
        byte[] document = Scenarios.LongList(entries);
        double ours = Retained(() => new HandPublishedGate(document)) / (double)entries;
        double peer = Retained(() => Set(entries)) / (double)entries;
        figures.Add($"retained.entry.{entries}", ours);
        return [entries.ToString("N0", CultureInfo.InvariantCulture), Figures.Digits(ours), Figures.Digits(peer)];
    }

    private static HashSet<string> Set(int entries)
    {
        var set = new HashSet<string>(entries, StringComparer.Ordinal);
        for (int i = 0; i < entries; i++)
        {
            set.Add(Subjects.Id(2 * i));
        }

        return set;
    }

    private static long Retained(Func<object> make)
    {
        (make() as IDisposable)?.Dispose(); // the first one pays for what is made once per process
        long before = GC.GetTotalMemory(forceFullCollection: true);
        object made = make();
        long after = GC.GetTotalMemory(forceFullCollection: true);
        (made as IDisposable)?.Dispose();
        return after - before;
    }
}
