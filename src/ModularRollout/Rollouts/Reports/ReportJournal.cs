using System.Text.Json;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Reports;

/// <summary>Finds reports, and what was added to them, in journals.</summary>
internal static class ReportJournal
{
    public static RolloutReport? Find(RolloutJournal journal, int? attempt)
    {
        RolloutReport? found = null;
        foreach (RolloutJournalEntry entry in journal.Entries)
        {
            if (Read(entry) is { } report && (attempt is null || report.Attempt == attempt))
            {
                found = report;
            }
        }

        return found is null ? null : ReportReader.With(found, NotesOf(journal.Entries, found.Attempt));
    }

    /// <summary>Gets whether an entry is a report, not a note to one.</summary>
    public static bool IsReport(RolloutJournalEntry entry) =>
        entry is { Kind: RolloutEntryKind.Report, Detail: { } detail } && detail.StartsWith(ReportWriter.Opening, StringComparison.Ordinal);

    /// <summary>Gets what was added to an attempt's report, the oldest first.</summary>
    public static List<ReportNote> NotesOf(IReadOnlyList<RolloutJournalEntry> entries, int attempt)
    {
        var notes = new List<ReportNote>();
        foreach (RolloutJournalEntry entry in entries)
        {
            if (entry is { Kind: RolloutEntryKind.Report, Detail: { } detail } && !IsReport(entry) && TryRead(() => ReportReader.ReadNote(entry, detail, attempt)) is { } note)
            {
                notes.Add(note);
            }
        }

        return notes;
    }

    private static RolloutReport? Read(RolloutJournalEntry entry) => IsReport(entry) ? TryRead(() => ReportReader.Read(entry.Detail!)) : null;

    /// <summary>What a later version of the package wrote is left out; the journal itself is whole.</summary>
    private static T? TryRead<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or InvalidDataException or OverflowException)
        {
            return null;
        }
    }
}
