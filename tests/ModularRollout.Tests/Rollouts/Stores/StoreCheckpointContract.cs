using System.Text;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>What every store promises of its checkpoints.</summary>
public abstract class StoreCheckpointContract : RolloutStoreContract
{
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
}
