using FsCheck.Xunit;
using ModularRollout.Decisions;

namespace ModularRollout.Tests.Decisions;

public class DecisionRingTests
{
    /// <summary>True adds the next number, false takes one.</summary>
    [Property]
    public bool TryAdd_AnySequence_IsABoundedQueue(bool[] adds)
    {
        var ring = new DecisionRing<int>(4);
        var model = new Queue<int>();
        int next = 0;
        bool agrees = true;
        foreach (bool isAdd in adds)
        {
            if (isAdd)
            {
                bool fits = model.Count < 4;
                agrees &= ring.TryAdd(next) == fits;
                if (fits)
                {
                    model.Enqueue(next);
                }

                next++;
            }
            else
            {
                agrees &= ring.CanTake == model.Count > 0;
                agrees &= ring.TryTake(out int taken) == model.TryDequeue(out int expected) && taken == expected;
            }

            agrees &= ring.Count == model.Count;
        }

        return agrees;
    }

    [Fact]
    public void Close_WithItems_RefusesNewOnesAndKeepsTheOld()
    {
        var ring = new DecisionRing<string>(2);
        ring.TryAdd("before");

        ring.Close();

        Assert.False(ring.TryAdd("after"));
        Assert.Equal(1, ring.Count);
        Assert.True(ring.TryTake(out string taken));
        Assert.Equal("before", taken);
        Assert.Equal(0, ring.Count);
    }

    [Fact]
    public async Task TryAdd_ManyThreadsUntilClosed_LosesAndDoublesNothing()
    {
        var ring = new DecisionRing<(int Thread, int Number)>(32);
        long accepted = 0;
        using var start = new ManualResetEventSlim();
        Task[] writers = [.. Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            start.Wait();
            for (int i = 0; i < 50_000; i++)
            {
                if (ring.TryAdd((thread, i)))
                {
                    Interlocked.Increment(ref accepted);
                }
            }
        }))];

        int[] last = [-1, -1, -1, -1];
        long taken = 0;
        bool isOrdered = true;
        start.Set();
        Task all = Task.WhenAll(writers);
        while (!all.IsCompleted || ring.Count > 0)
        {
            while (ring.TryTake(out (int Thread, int Number) item))
            {
                isOrdered &= item.Number > last[item.Thread];
                last[item.Thread] = item.Number;
                taken++;
                if (taken == 20_000)
                {
                    ring.Close();
                }
            }
        }

        await all;
        Assert.True(isOrdered);
        Assert.Equal(Volatile.Read(ref accepted), taken);
    }
}
