using FsCheck;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>Whatever an entry says, and wherever its file is damaged.</summary>
public sealed class FileRolloutStoreLaws
{
    private const string Folder = "/rollouts";
    private static readonly string s_path = Path.Combine(Folder, "journal-checkout.jsonl");

    [Property]
    public async Task Append_AnyTexts_AreReadBack(NonEmptyArray<string?> reasons)
    {
        RolloutJournalEntry[] chain = ChainOf(reasons.Get);
        using FileRolloutStore store = await Opened([]);

        foreach (RolloutJournalEntry entry in chain)
        {
            await store.AppendAsync(entry, CancellationToken.None);
        }

        RolloutJournal journal = await ReadAsync(store);
        Assert.Null(journal.Damage);
        Assert.Equal(chain.Select(static entry => (entry.Hash, entry.Reason)), journal.Entries.Select(static entry => (entry.Hash, entry.Reason)));
    }

    [Property]
    public async Task Recover_CutAnywhere_KeepsEveryWholeEntry(NonEmptyArray<string?> reasons, int cut)
    {
        RolloutJournalEntry[] chain = ChainOf(reasons.Get);
        byte[] whole = TextOf(chain);
        int length = (cut & int.MaxValue) % (whole.Length + 1);

        using FileRolloutStore store = await Opened(whole[..length]);

        RolloutJournal journal = await ReadAsync(store);
        int kept = whole.AsSpan(0, length).Count((byte)'\n');
        Assert.Null(journal.Damage);
        Assert.Equal(chain.Take(kept).Select(static entry => entry.Hash), journal.Entries.Select(static entry => entry.Hash));
        Assert.Equal(length == TextOf(chain[..kept]).Length ? 0 : 1, store.Damages.Count);
        Assert.Equal(kept == chain.Length, journal.Covers(chain.Length, chain[^1].Hash));
        await store.AppendAsync(Entries.After(journal.Head), CancellationToken.None);
    }

    [Property]
    public async Task Recover_BitFlippedAnywhere_IsToldAndBelievedNowhere(NonEmptyArray<string?> reasons, int bit)
    {
        RolloutJournalEntry[] chain = ChainOf(reasons.Get);
        byte[] text = TextOf(chain);
        int flipped = (bit & int.MaxValue) % (text.Length * 8);
        text[flipped / 8] ^= (byte)(1 << (flipped % 8));

        using FileRolloutStore store = await Opened(text);

        RolloutJournal journal = await ReadAsync(store);
        Assert.True(journal.Damage is not null || store.Damages.Count > 0);
        Assert.Equal(chain.Take(journal.Entries.Count).Select(static entry => entry.Hash), journal.Entries.Select(static entry => entry.Hash));
        Assert.False(journal.Covers(chain.Length, chain[^1].Hash));
    }

    private static RolloutJournalEntry[] ChainOf(string?[] reasons)
    {
        var chain = new List<RolloutJournalEntry>();
        foreach (string? reason in reasons)
        {
            chain.Add(Entries.After(chain.Count == 0 ? null : chain[^1], reason: reason ?? ""));
        }

        return [.. chain];
    }

    private static byte[] TextOf(RolloutJournalEntry[] chain) => [.. chain.SelectMany(static entry => (byte[])[.. entry.ToJson(), (byte)'\n'])];

    private static async Task<FileRolloutStore> Opened(byte[] journal)
    {
        var store = new FileRolloutStore(new CrashDisk(new Dictionary<string, byte[]> { [s_path] = journal }), Folder, new FakeTimeProvider(Entries.Noon));
        Assert.NotNull(await store.TryAcquireLeaseAsync("law", CancellationToken.None));
        return store;
    }

    private static async Task<RolloutJournal> ReadAsync(FileRolloutStore store) =>
        RolloutJournal.Read("checkout", await store.ReadAsync("checkout", 0, CancellationToken.None));
}
