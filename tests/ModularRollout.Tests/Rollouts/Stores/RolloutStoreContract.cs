using System.Text;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>What every store promises. A store's tests derive from this.</summary>
public abstract class RolloutStoreContract
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    /// <summary>Opens a store over the medium of this test: each time the same, as far as the medium is shared.</summary>
    protected abstract IRolloutStore Open();

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
    public async Task AppendAsync_WithoutLease_ThrowsAndChangesNothing()
    {
        IRolloutStore store = Open();
        IRolloutLease lease = await Acquire(store);
        RolloutJournalEntry[] chain = Entries.Chain(2);
        await store.AppendAsync(chain[0], None);
        await lease.DisposeAsync();

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.AppendAsync(chain[1], None));

        Assert.Contains("does not hold the lease", exception.Message, StringComparison.Ordinal);
        Assert.Single(await store.ReadAsync("checkout", 0, None));
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

    [Fact]
    public async Task TryAcquireLeaseAsync_WhileHeld_IsNull()
    {
        IRolloutStore store = Open();
        IRolloutLease lease = await Acquire(store, "first");

        Assert.Null(await store.TryAcquireLeaseAsync("second", None));
        Assert.Null(await Open().TryAcquireLeaseAsync("second", None));
        Assert.Equal("first", await Open().ReadHolderAsync(None));
        Assert.Equal(("first", true), (lease.Holder, lease.IsHeld));
    }

    [Fact]
    public async Task TryAcquireLeaseAsync_AfterRelease_GivesANewLease()
    {
        IRolloutStore store = Open();
        IRolloutLease first = await Acquire(store, "first");

        await first.DisposeAsync();
        await first.DisposeAsync();

        Assert.False(first.IsHeld);
        Assert.Null(await store.ReadHolderAsync(None));
        await using IRolloutLease second = await Acquire(Open(), "second");
        await first.DisposeAsync();
        Assert.True(second.IsHeld);
        Assert.Null(await store.TryAcquireLeaseAsync("third", None));
    }

    [Fact]
    public async Task TryAcquireLeaseAsync_ManyAtOnce_OneGetsIt()
    {
        IRolloutStore[] stores = [.. Enumerable.Range(0, 4).Select(_ => Open())];

        IRolloutLease?[] leases = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () => await stores[i % 4].TryAcquireLeaseAsync($"{i}", None))));

        await Assert.Single(leases, static lease => lease is not null)!.DisposeAsync();
    }

    [Fact]
    public async Task WriteCheckpointAsync_SameName_Replaces()
    {
        IRolloutStore store = Open();
        byte[] content = Encoding.UTF8.GetBytes("one");
        await store.WriteCheckpointAsync("checkout", "b", content, None);
        content[0] = 0;
        await store.WriteCheckpointAsync("checkout", "controller", Encoding.UTF8.GetBytes("two"), None);
        await store.WriteCheckpointAsync("search", "controller", Encoding.UTF8.GetBytes("other"), None);
        await store.WriteCheckpointAsync("checkout", "controller", ReadOnlyMemory<byte>.Empty, None);
        await store.WriteCheckpointAsync("checkout", "B", new byte[] { 0, 10, 13, 255 }, None);

        IReadOnlyList<RolloutCheckpoint> checkpoints = await Open().ReadCheckpointsAsync("checkout", None);

        Assert.Equal(["B", "b", "controller"], checkpoints.Select(static checkpoint => checkpoint.Name));
        Assert.Equal([[0, 10, 13, 255], Encoding.UTF8.GetBytes("one"), []], checkpoints.Select(static checkpoint => checkpoint.Content.ToArray()));
        Assert.Equal([Written, Written, Written], checkpoints.Select(static checkpoint => checkpoint.Written));
    }

    [Fact]
    public async Task ReadCheckpointsAsync_Known_GivesBackWhatHasNotChanged()
    {
        IRolloutStore store = Open();
        await Write(store, "a", 1, 2, 3);
        await Write(store, "b", 4, 5, 6);
        IReadOnlyList<RolloutCheckpoint> read = await store.ReadCheckpointsAsync("checkout", None);
        RolloutCheckpoint[] known = [.. read.Select(WithoutContent), new RolloutCheckpoint("c", default, Written), new RolloutCheckpoint("gone", default, Written, "1")];

        await Write(store, "b", 6, 5, 4);
        await Write(store, "c", 7);
        IReadOnlyList<RolloutCheckpoint> news = await Open().ReadCheckpointsAsync("checkout", known, None);

        Assert.Equal(["a", "b", "c"], news.Select(static checkpoint => checkpoint.Name));
        Assert.Same(known[0], news[0]);
        Assert.Equal([[6, 5, 4], [7]], news.Skip(1).Select(static checkpoint => checkpoint.Content.ToArray()));
        Assert.Equal(4, read.Concat(news).Select(static checkpoint => (checkpoint.Name, checkpoint.Version)).Distinct().Count());
        Assert.DoesNotContain(news, static checkpoint => checkpoint.Version is null);
    }

    [Fact]
    public async Task ReadCheckpointsAsync_KnownAndReplacedAtOnce_IsNeverTheOneBefore()
    {
        IRolloutStore store = Open();
        RolloutCheckpoint[] known = [];
        for (byte i = 0; i < 100; i++)
        {
            await Write(store, "a", i);

            RolloutCheckpoint read = Assert.Single(await store.ReadCheckpointsAsync("checkout", known, None));

            Assert.Equal([i], read.Content.ToArray());
            known = [WithoutContent(read)];
            Assert.Same(known[0], Assert.Single(await store.ReadCheckpointsAsync("checkout", known, None)));
        }
    }

    [Fact]
    public async Task DeleteCheckpointAsync_WhatWasRead_IsGone()
    {
        IRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);
        await Write(store, "a", 1);
        await Write(store, "b", 2);
        await store.WriteCheckpointAsync("search", "a", new byte[] { 1 }, None);
        RolloutCheckpoint read = WithoutContent((await store.ReadCheckpointsAsync("checkout", None))[0]);

        await store.DeleteCheckpointAsync("checkout", read, None);
        await store.DeleteCheckpointAsync("checkout", read, None);
        await store.DeleteCheckpointAsync("nothing", read, None);

        Assert.Equal("b", Assert.Single(await Open().ReadCheckpointsAsync("checkout", None)).Name);
        Assert.Equal("b", Assert.Single(await Open().ReadCheckpointsAsync("checkout", [read], None)).Name);
        Assert.Single(await store.ReadCheckpointsAsync("search", None));
        await Write(store, "a", 3);
        Assert.Equal(2, (await store.ReadCheckpointsAsync("checkout", None)).Count);
    }

    [Fact]
    public async Task DeleteCheckpointAsync_ReplacedSinceItWasRead_Stays()
    {
        IRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);
        await Write(store, "a", 1);
        RolloutCheckpoint read = Assert.Single(await store.ReadCheckpointsAsync("checkout", None));
        await Write(Open(), "a", 2);

        await store.DeleteCheckpointAsync("checkout", read, None);
        await store.DeleteCheckpointAsync("checkout", new RolloutCheckpoint("a", default, Written), None);

        Assert.Equal([2], Assert.Single(await store.ReadCheckpointsAsync("checkout", None)).Content.ToArray());
    }

    [Fact]
    public async Task DeleteCheckpointAsync_WithoutLease_ThrowsAndChangesNothing()
    {
        IRolloutStore store = Open();
        await Write(store, "a", 1);
        RolloutCheckpoint read = Assert.Single(await store.ReadCheckpointsAsync("checkout", None));
        IRolloutLease lease = await Acquire(store);
        await lease.DisposeAsync();

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.DeleteCheckpointAsync("checkout", read, None));

        Assert.StartsWith("The checkpoint 'a' of the flag 'checkout' was not removed: this store does not hold the lease.", exception.Message, StringComparison.Ordinal);
        Assert.Single(await store.ReadCheckpointsAsync("checkout", None));
    }

    /// <summary>The clock a test's stores get stands still here.</summary>
    protected static DateTimeOffset Written { get; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Members_Cancelled_Throw()
    {
        IRolloutStore store = Open();
        await using IRolloutLease lease = await Acquire(store);
        var cancelled = new CancellationToken(canceled: true);

        Func<Task>[] calls =
        [
            async () => await store.TryAcquireLeaseAsync("x", cancelled),
            async () => await store.ReadHolderAsync(cancelled),
            async () => await store.ListAsync(cancelled),
            async () => await store.ReadAsync("checkout", 0, cancelled),
            async () => await store.AppendAsync(Entries.After(previous: null), cancelled),
            async () => await store.WriteCheckpointAsync("checkout", "x", default, cancelled),
            async () => await store.ReadCheckpointsAsync("checkout", cancelled),
            async () => await store.ReadCheckpointsAsync("checkout", [], cancelled),
            async () => await store.DeleteCheckpointAsync("checkout", new RolloutCheckpoint("x", default, Written), cancelled),
        ];

        foreach (Func<Task> call in calls)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(call);
        }

        Assert.Empty(await store.ReadAsync("checkout", 0, None));
        Assert.Empty(await store.ReadCheckpointsAsync("checkout", None));
    }

    protected static async Task<IRolloutLease> Acquire(IRolloutStore store, string holder = "test") =>
        await store.TryAcquireLeaseAsync(holder, None) ?? throw new InvalidOperationException($"{await store.ReadHolderAsync(None)} holds the lease.");

    protected static async Task Append(IRolloutStore store, params RolloutJournalEntry[] entries)
    {
        foreach (RolloutJournalEntry entry in entries)
        {
            await store.AppendAsync(entry, None);
        }
    }

    protected static async Task Write(IRolloutStore store, string name, params byte[] content) => await store.WriteCheckpointAsync("checkout", name, content, None);

    /// <summary>Gets what a caller keeps of a checkpoint whose content it has taken.</summary>
    protected static RolloutCheckpoint WithoutContent(RolloutCheckpoint read) => new(read.Name, default, read.Written, read.Version);

    protected static async Task<RolloutJournal> Read(IRolloutStore store, string flag) => RolloutJournal.Read(flag, await store.ReadAsync(flag, 0, None));
}
