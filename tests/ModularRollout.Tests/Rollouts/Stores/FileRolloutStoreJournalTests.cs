using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>Journals in files: a line an entry, and what a crash, a bad disk or a hand does to them.</summary>
public sealed class FileRolloutStoreJournalTests : StoreJournalContract, IDisposable
{
    private readonly StoreFolder _folder = new();

    [Fact]
    public async Task AppendAsync_NewJournal_IsALineAnEntry()
    {
        FileRolloutStore store = Open();
        RolloutJournalEntry[] chain = Entries.Chain(2);
        await using IRolloutLease lease = await Acquire(store);

        await Append(store, chain);

        Assert.Equal([.. chain[0].ToJson(), 10, .. chain[1].ToJson(), 10], await File.ReadAllBytesAsync(_folder.Journal, None));
    }

    [Fact]
    public async Task TryAcquireLeaseAsync_TornTail_IsCutAndReported()
    {
        RolloutJournalEntry[] chain = await _folder.CrashedAsync(static file => file.Write("{\"version\":1,\"fl"u8));
        FileRolloutStore store = Open();
        Assert.Equal(3, (await store.ReadAsync("checkout", 0, None)).Count);

        await using IRolloutLease lease = await Acquire(store);

        RolloutStoreDamage damage = Assert.Single(store.Damages);
        Assert.Equal(
            (_folder.Journal, "16 bytes after the last whole entry were cut off: an append that a crash or a full disk stopped, and that was never acknowledged.", Written),
            (damage.Place, damage.Sentence, damage.Found));
        await Append(store, Entries.After(chain[2]));
        Assert.Equal((4, null), (await Read(store, "checkout") is var journal ? journal.Entries.Count : 0, journal.Damage));
    }

    [Fact]
    public async Task TryAcquireLeaseAsync_ZerosInsteadOfTheTail_AreCutAndReported()
    {
        RolloutJournalEntry[] chain = await _folder.CrashedAsync(static file => file.Write("\0\0\0\0\0\0\0 was never flushed\"}\n"u8));
        FileRolloutStore store = Open();
        Assert.Equal(3, (await store.ReadAsync("checkout", 0, None)).Count);

        await using IRolloutLease lease = await Acquire(store);

        Assert.StartsWith("28 bytes after the last whole entry were cut off", Assert.Single(store.Damages).Sentence, StringComparison.Ordinal);
        await Append(store, Entries.After(chain[2]));
        Assert.Equal(4, (await Read(store, "checkout")).Entries.Count);
    }

    [Fact]
    public async Task AppendAsync_LastEntryAltered_RefusesAndSaysWhere()
    {
        RolloutJournalEntry[] chain = await _folder.CrashedAsync(static file => Flip(file, -10));
        FileRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);

        InvalidDataException exception = await Assert.ThrowsAsync<InvalidDataException>(async () => await store.AppendAsync(Entries.After(chain[2]), None));

        Assert.Equal($"The last entry of '{_folder.Journal}' is damaged; nothing can be appended. The line is not what the hash at its end was made of.", exception.Message);
        Assert.Equal(exception.Message, Assert.Single(store.Damages).Sentence);
        Assert.Equal((RolloutDamageKind.Altered, 3L), (await Read(store, "checkout")).Damage is { } damage ? (damage.Kind, damage.Sequence) : default);
        await Append(store, Entries.Chain(1, "search"));
    }

    [Fact]
    public async Task ReadAsync_JournalReplacedMeanwhile_ShowsItAndStartsAnewOnDemand()
    {
        await _folder.CrashedAsync();
        FileRolloutStore reader = Open();
        RolloutJournal known = await Read(reader, "checkout");
        RolloutJournalEntry[] other = Entries.Chain(5, reason: "A much longer text than that of the journal before it, so that the bookmark lies within a line.");
        await File.WriteAllBytesAsync(_folder.Journal, [.. other.SelectMany(static entry => (byte[])[.. entry.ToJson(), 10])], None);

        RolloutJournal followed = known.With(await reader.ReadAsync("checkout", known.Entries.Count, None));

        Assert.NotNull(followed.Damage);
        Assert.Equal(other[^1].Hash, (await Read(reader, "checkout")).HeadHash);
    }

    [Fact]
    public async Task AppendAsync_FileGrewMeanwhile_Conflicts()
    {
        FileRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);
        RolloutJournalEntry[] chain = Entries.Chain(2);
        await Append(store, chain[0]);
        await File.AppendAllBytesAsync(_folder.Journal, [.. Entries.After(chain[0], reason: "By hand.").ToJson(), 10], None);

        await Assert.ThrowsAsync<RolloutConflictException>(async () => await store.AppendAsync(chain[1], None));
    }

    [Fact]
    public async Task ListAsync_FilesOfOthers_AreLeftAlone()
    {
        await _folder.CrashedAsync();
        foreach (string name in (string[])["notes.txt", "journal-empty.jsonl", "journal-%4.jsonl", "journal-Upper.jsonl", "journal-search.jsonl.bak", "journal-x~y.jsonl"])
        {
            await File.WriteAllTextAsync(Path.Combine(_folder.Path, name), name == "journal-empty.jsonl" ? "" : "not a journal\n", None);
        }

        FileRolloutStore store = Open();

        Assert.Equal(["checkout"], await store.ListAsync(None));
        Assert.Equal(3, store.Damages.Count);
    }

    public void Dispose() => _folder.Dispose();

    protected override FileRolloutStore Open() => _folder.Open();

    private static void Flip(FileStream file, int fromEnd)
    {
        file.Position = file.Length + fromEnd;
        int value = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(value ^ 1));
    }
}
