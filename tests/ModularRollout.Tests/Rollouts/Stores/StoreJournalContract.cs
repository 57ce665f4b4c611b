using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>What every store promises of its journals.</summary>
public abstract class StoreJournalContract : RolloutStoreContract
{
    [Fact]
    public async Task ReadAsync_NothingAppended_IsEmpty()
    {
        IRolloutStore store = Open();

        Assert.Empty(await store.ListAsync(None));
        Assert.Empty(await store.ReadAsync("checkout", 0, None));
        Assert.Empty(await store.ReadAsync("checkout", 7, None));
        Assert.Empty(await store.ReadCheckpointsAsync("checkout", None));
        Assert.Null(await store.ReadHolderAsync(None));
    }

    [Fact]
    public async Task AppendAsync_EntriesThatFollow_AreReadAsWritten()
    {
        IRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);
        RolloutJournalEntry[] chain = Entries.Chain(5, reason: "Größe \n \u2028 \" \\");

        await Append(store, chain);

        Assert.Equal(chain.Select(static entry => entry.ToJson()), (await store.ReadAsync("checkout", 0, None)).Select(static line => line.ToArray()));
        Assert.Equal(chain[^1].Hash, (await Read(store, "checkout")).HeadHash);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 3)]
    [InlineData(4, 0)]
    [InlineData(9, 0)]
    public async Task ReadAsync_AfterAnEntry_GivesWhatFollows(long after, int count)
    {
        IRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);
        await Append(store, Entries.Chain(4));

        IReadOnlyList<ReadOnlyMemory<byte>> lines = await store.ReadAsync("checkout", after, None);

        Assert.Equal(Enumerable.Range((int)after + 1, count).Select(static sequence => (long)sequence), lines.Select(static line => RolloutJournalEntry.Parse(line.Span).Sequence));
    }

    [Fact]
    public async Task ReadAsync_StepByStep_FollowsTheWriter()
    {
        IRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);
        IRolloutStore reader = Open();
        RolloutJournal followed = RolloutJournal.Read("checkout", []);
        foreach (RolloutJournalEntry entry in Entries.Chain(6))
        {
            await store.AppendAsync(entry, None);

            followed = followed.With(await reader.ReadAsync("checkout", followed.Entries.Count, None));

            Assert.Equal(entry.Hash, followed.HeadHash);
            Assert.Empty(await reader.ReadAsync("checkout", followed.Entries.Count, None));
        }
    }

    [Fact]
    public async Task AppendAsync_SeveralFlags_KeepsThemApart()
    {
        IRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);
        string[] flags = [.. FlagNames.Select(static name => name.Data)];
        foreach (string flag in flags)
        {
            await Append(store, Entries.Chain(2, flag));
        }

        Assert.Equal(flags.Order(StringComparer.Ordinal), await store.ListAsync(None));
        Assert.Equal(flags.Order(StringComparer.Ordinal), await Open().ListAsync(None));
    }

    [Theory]
    [MemberData(nameof(FlagNames))]
    public async Task AppendAsync_AnyFlagName_IsListedAndReadBack(string flag)
    {
        IRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);

        await Append(store, Entries.Chain(2, flag));
        await store.WriteCheckpointAsync(flag, flag, new byte[] { 1 }, None);

        Assert.Equal([flag], await store.ListAsync(None));
        Assert.Equal(2, (await Read(Open(), flag)).Entries.Count);
        Assert.Equal(flag, Assert.Single(await Open().ReadCheckpointsAsync(flag, None)).Name);
    }

    public static TheoryData<string> FlagNames =>
    [
        "checkout.one-page_2", "Checkout.one-page_2", "CON", "..", ".", "a/b", "a\\b", "a b", "größe", "旗", "😀", "%41", "a@b", "a~b", "x.jsonl", "*?<>|:\"",
        new string('x', 256), new string('x', 255) + "y", new string('ß', 256),
    ];

    [Fact]
    public async Task AppendAsync_NextAttempt_Follows()
    {
        IRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);
        RolloutJournalEntry first = Entries.After(previous: null);

        await Append(store, first, Entries.After(first, attempt: 2));

        Assert.Equal(2, (await Read(store, "checkout")).Entries[^1].Attempt);
    }

    [Fact]
    public async Task AppendAsync_EntryThatDoesNotFollow_ConflictsAndChangesNothing()
    {
        IRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);
        RolloutJournalEntry[] chain = Entries.Chain(4);
        await Append(store, chain[..2]);
        RolloutJournalEntry[] strangers =
        [
            chain[0], chain[3], Entries.Chain(3, reason: "Another.")[2], Entries.After(chain[0], reason: "Instead."), Entries.After(chain[1], attempt: 3), Entries.After(previous: null),
        ];

        foreach (RolloutJournalEntry stranger in strangers)
        {
            await Assert.ThrowsAsync<RolloutConflictException>(async () => await store.AppendAsync(stranger, None));
        }

        Assert.Equal(chain[1].Hash, (await Read(store, "checkout")).HeadHash);
        await store.AppendAsync(chain[2], None);
        Assert.Equal(3, (await Read(store, "checkout")).Entries.Count);
    }

    [Fact]
    public async Task AppendAsync_ConflictingEntry_SaysWhatTheJournalEndsWith()
    {
        IRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);
        RolloutJournalEntry[] chain = Entries.Chain(3);
        await store.AppendAsync(chain[0], None);

        RolloutConflictException exception = await Assert.ThrowsAsync<RolloutConflictException>(async () => await store.AppendAsync(chain[2], None));

        Assert.Equal(
            $"Entry 3 (attempt 1, after {chain[1].Hash}) of the flag 'checkout' does not follow its journal, which ends with entry 1 (attempt 1, {chain[0].Hash}). "
            + "Somebody else appended: read the journal again.",
            exception.Message);
    }

    [Fact]
    public async Task AppendAsync_LastEntryAgain_IsAcknowledgedAgain()
    {
        IRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);
        RolloutJournalEntry[] chain = Entries.Chain(3);

        await Append(store, chain[0], chain[0], chain[1], chain[1], chain[2]);

        Assert.Equal(3, (await store.ReadAsync("checkout", 0, None)).Count);
    }

    [Fact]
    public async Task AppendAsync_ManyThreads_EveryEntryIsThereOnce()
    {
        const int Flags = 8, Each = 25;
        IRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);

        await Task.WhenAll(Enumerable.Range(0, Flags).Select(async i =>
        {
            foreach (RolloutJournalEntry entry in Entries.Chain(Each, $"flag-{i}"))
            {
                await store.AppendAsync(entry, None);
            }
        }));

        for (int i = 0; i < Flags; i++)
        {
            RolloutJournal journal = await Read(store, $"flag-{i}");
            Assert.Equal((Each, null), (journal.Entries.Count, journal.Damage));
        }
    }

    [Fact]
    public async Task AppendAsync_ThreadsThatRace_OneWinsEachTime()
    {
        const int Rounds = 20, Racers = 8;
        IRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);
        RolloutJournalEntry? last = null;
        for (int round = 0; round < Rounds; round++)
        {
            RolloutJournalEntry? previous = last;
            RolloutJournalEntry?[] winners = await Task.WhenAll(Enumerable.Range(0, Racers).Select(racer => Task.Run(async () =>
            {
                RolloutJournalEntry entry = Entries.After(previous, reason: $"Racer {racer}");
                return await Record.ExceptionAsync(async () => await store.AppendAsync(entry, None)) switch
                {
                    null => entry,
                    RolloutConflictException => null,
                    Exception other => throw new InvalidOperationException("Neither won nor lost.", other),
                };
            })));
            last = Assert.Single(winners, static entry => entry is not null);
        }

        RolloutJournal journal = await Read(store, "checkout");
        Assert.Equal((Rounds, last!.Hash, null), (journal.Entries.Count, journal.HeadHash, journal.Damage));
    }
}
