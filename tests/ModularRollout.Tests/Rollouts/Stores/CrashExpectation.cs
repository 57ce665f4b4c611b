using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>What a program may rely on: what was acknowledged to it. What it asked for since may be there or not.</summary>
internal sealed class CrashExpectation
{
    private readonly Dictionary<string, List<RolloutJournalEntry>> _acknowledged = [];
    private readonly Dictionary<string, List<RolloutJournalEntry>> _asked = [];
    private readonly Dictionary<(string Flag, string Name), HashSet<string>> _checkpoints = [];

    public static CrashExpectation After(CrashDisk disk, int count)
    {
        var expectation = new CrashExpectation();
        foreach (DiskEvent.Mark mark in disk.Log.Take(count).OfType<DiskEvent.Mark>())
        {
            mark.Believe(expectation);
        }

        return expectation;
    }

    public void Ask(RolloutJournalEntry entry) => Of(_asked, entry.Flag).Add(entry);

    public void Acknowledge(RolloutJournalEntry entry)
    {
        Of(_acknowledged, entry.Flag).Add(entry);
        Of(_asked, entry.Flag).Clear();
    }

    /// <summary>A checkpoint that is asked for may replace the one before; one that never was there may stay away.</summary>
    public void Ask(string flag, string name, byte[] content)
    {
        if (!_checkpoints.TryGetValue((flag, name), out HashSet<string>? possible))
        {
            _checkpoints[(flag, name)] = possible = [""];
        }

        possible.Add(Convert.ToHexString(content));
    }

    /// <summary>A checkpoint that is to be removed may be gone, and may be back after a crash.</summary>
    public void AskToDelete(string flag, string name) => _checkpoints[(flag, name)].Add("");

    public void Acknowledge(string flag, string name, byte[] content) => _checkpoints[(flag, name)] = [Convert.ToHexString(content)];

    /// <summary>Checks a store that was opened after a crash, and whose lease is held, then goes on with it.</summary>
    public async Task CheckAsync(FileRolloutStore store, IEnumerable<string> flags)
    {
        foreach (string flag in flags)
        {
            RolloutJournal journal = RolloutJournal.Read(flag, await store.ReadAsync(flag, 0, CancellationToken.None));
            Check(journal);
            await store.AppendAsync(Journal.Entries.After(journal.Head, flag, reason: "After the crash."), CancellationToken.None);
            await CheckCheckpointsAsync(store, flag);
        }

        Assert.DoesNotContain(store.Damages, static damage => !damage.Sentence.Contains("were cut off", StringComparison.Ordinal));
    }

    private void Check(RolloutJournal journal)
    {
        Assert.Null(journal.Damage);
        List<RolloutJournalEntry> acknowledged = Of(_acknowledged, journal.Flag);
        Assert.True(journal.Entries.Count >= acknowledged.Count, $"{journal.Entries.Count} entries are there, {acknowledged.Count} were acknowledged.");
        Assert.Equal(acknowledged.Select(static entry => entry.Hash), journal.Entries.Take(acknowledged.Count).Select(static entry => entry.Hash));
        RolloutJournalEntry[] further = [.. journal.Entries.Skip(acknowledged.Count)];
        Assert.True(further.Length <= 1);
        Assert.All(further, entry => Assert.Contains(entry.Hash, Of(_asked, journal.Flag).Select(static asked => asked.Hash)));
    }

    private async Task CheckCheckpointsAsync(FileRolloutStore store, string flag)
    {
        var found = (await store.ReadCheckpointsAsync(flag, CancellationToken.None)).ToDictionary(static one => one.Name, static one => Convert.ToHexString(one.Content.Span));
        foreach (((_, string name), HashSet<string> possible) in _checkpoints.Where(one => one.Key.Flag == flag))
        {
            Assert.Contains(found.GetValueOrDefault(name, ""), possible);
        }

        Assert.True(found.Keys.All(name => _checkpoints.ContainsKey((flag, name))));
    }

    private static List<RolloutJournalEntry> Of(Dictionary<string, List<RolloutJournalEntry>> entries, string flag)
    {
        if (!entries.TryGetValue(flag, out List<RolloutJournalEntry>? list))
        {
            entries[flag] = list = [];
        }

        return list;
    }
}
