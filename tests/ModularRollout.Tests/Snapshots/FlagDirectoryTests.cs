using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Snapshots;

public sealed class FlagDirectoryTests
{
    [Fact]
    public void GetOrAdd_Names_GetPlacesInOrder()
    {
        var directory = new FlagDirectory();

        int[] places = [directory.GetOrAdd("a").Index, directory.GetOrAdd("b").Index, directory.GetOrAdd("c").Index, directory.GetOrAdd("b").Index];

        Assert.Equal([0, 1, 2, 1], places);
        Assert.Equal(3, directory.Count);
        Assert.Same(directory.GetOrAdd("b"), directory.Find("b"));
        Assert.Null(directory.Find("B"));
        Assert.Null(directory.Find(""));
    }

    [Fact]
    public void GetOrAdd_ManyNames_KeepsEveryPlaceWhileGrowing()
    {
        var directory = new FlagDirectory();
        FlagSlot[] slots = [.. Enumerable.Range(0, 10_000).Select(i => directory.GetOrAdd($"flag-{i}"))];

        Assert.Equal(10_000, directory.Count);
        Assert.All(slots, slot => Assert.Same(slot, directory.Find(slot.Name)));
        Assert.Equal(Enumerable.Range(0, 10_000), slots.Select(static slot => slot.Index));
    }

    [Fact]
    public void Reserve_MoreOrFewer_ChangesNoPlace()
    {
        var directory = new FlagDirectory();
        FlagSlot slot = directory.GetOrAdd("a");

        directory.Reserve(1_000);
        directory.Reserve(0);

        Assert.Same(slot, directory.Find("a"));
        Assert.Equal(1, directory.Count);
        Assert.Equal(1, directory.GetOrAdd("b").Index);
    }

    [Fact]
    public void Bind_Key_FindsItsPlaceAgain()
    {
        var directory = new FlagDirectory();
        var key = new FlagKey<bool>("a", false);

        FlagSlot slot = directory.Bind(key);

        Assert.Same(slot, directory.Find("a"));
        Assert.Same(slot, key.Slot);
        Assert.Same(slot, directory.Bind(key));
    }

    [Fact]
    public void Add_WaysToReadAVariant_RemembersEachOnce()
    {
        FlagSlot slot = new FlagDirectory().GetOrAdd("a");
        JsonTypeInfo[] ways = [JsonSerializerOptions.Default.GetTypeInfo(typeof(int[])), JsonSerializerOptions.Default.GetTypeInfo(typeof(string[]))];

        Array.ForEach([.. ways, .. ways], slot.Add);

        Assert.Equal(ways, slot.Bindings.ToArray());
    }

    [Fact]
    public async Task GetOrAdd_AndFind_FromAllThreads_AgreeOnOnePlaceAName()
    {
        var directory = new FlagDirectory();
        var key = new FlagKey<int>("flag-77", 0);
        using var start = new Barrier(4);
        FlagSlot[][] found = await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                var slots = new FlagSlot[2_000];
                for (int i = 0; i < slots.Length; i++)
                {
                    int n = worker % 2 == 0 ? i : slots.Length - 1 - i;
                    slots[n] = directory.GetOrAdd($"flag-{n}");
                    Assert.Same(slots[n], directory.Find($"flag-{n}"));
                    Assert.Equal("flag-77", directory.Bind(key).Name);
                }

                return slots;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Equal(2_000, directory.Count);
        Assert.Equal(2_000, found[0].Select(static slot => slot.Index).Distinct().Count());
        Assert.All(found, slots => Assert.Equal(found[0], slots));
        Assert.Same(directory.Find("flag-77"), key.Slot);
    }
}
