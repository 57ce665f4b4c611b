using System.IO.Hashing;
using System.Text;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>A crash at every write, flush and rename of a transition and of the checkpoint after it: a new process goes on from the last acknowledged entry.</summary>
public sealed class CrashedTransitionTests
{
    /// <summary>How many bytes lie between two cuts in the content of a checkpoint: a prime, so that the cuts meet no period in it.</summary>
    private const int Stride = 13;

    private static readonly string s_plan = Shop.Plan(
        """{ "name": "quarter", "percent": 25, "dwell": "20s" }, { "name": "full", "percent": 100, "dwell": "20s" }""",
        """ "settle": "10s", "minOutcomes": 10 """);

    public static TheoryData<RolloutEntryKind> Transitions =>
        [RolloutEntryKind.Start, RolloutEntryKind.Advance, RolloutEntryKind.Hold, RolloutEntryKind.Resume, RolloutEntryKind.RollBack, RolloutEntryKind.Complete];

    [Theory]
    [MemberData(nameof(Transitions))]
    public async Task Transition_CrashAnywhere_GoesOnFromTheLastAcknowledgedEntry(RolloutEntryKind kind)
    {
        await using FaultyShop shop = await FaultyShop.OpenAsync(s_plan, disk: new DiskFolder().Store);
        DiskFolder folder = await BeforeAsync(shop, kind);
        RolloutPosition before = RolloutState.Replay(Shop.Flag, shop.Kept.Entries).Position;
        double servedBefore = shop.Served;
        double mostBeforeFlush = 0;
        folder.Disk.FailFlush = path =>
        {
            mostBeforeFlush = path.Contains("journal", StringComparison.Ordinal) ? Math.Max(mostBeforeFlush, shop.Served) : mostBeforeFlush;
            return false;
        };

        await MakeAsync(shop, kind);
        int acknowledged = folder.Disk.Log.Count;
        await shop.TickAsync();

        RolloutPosition after = RolloutState.Replay(Shop.Flag, shop.Kept.Entries).Position;
        double servedAfter = shop.Served;
        Assert.NotEqual(before, after);
        Assert.Equal(kind, shop.Kept.Entries.Last(static entry => !EntryRebase.IsNote(entry.Kind)).Kind);
        Assert.True(mostBeforeFlush <= servedBefore, "More was exposed than the journal held.");
        await shop.CrashAsync();
        int states = 0;
        var seen = new HashSet<(bool, UInt128)>();
        for (int count = 0; count <= folder.Disk.Log.Count; count++)
        {
            foreach (Dictionary<string, byte[]> state in CrashStates.After(folder.Disk, count, CrashStates.EveryByteOfText(Stride)))
            {
                states++;
                if (seen.Add((count >= acknowledged, await RecoveredAsync(state))))
                {
                    await CheckAsync(shop, state, count >= acknowledged ? after : before, after, position => position == after ? servedAfter : servedBefore);
                }
            }
        }

        Assert.InRange(states, 2000, int.MaxValue);
        Assert.InRange(seen.Count, 3, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Transitions))]
    public async Task Transition_CrashAnywhere_ComesToTheSameEnd(RolloutEntryKind kind)
    {
        await using FaultyShop shop = await FaultyShop.OpenAsync(s_plan, disk: new DiskFolder().Store);
        DiskFolder folder = await BeforeAsync(shop, kind);
        await MakeAsync(shop, kind);
        await shop.TickAsync();
        await shop.CrashAsync();

        for (int count = 0; count <= folder.Disk.Log.Count; count++)
        {
            Dictionary<string, byte[]> killed = CrashStates.After(folder.Disk, count, static _ => []).Last();
            await shop.RestartAsync(new DiskFolder(killed).Store);
            if (shop.Progress.Status == RolloutStatus.Draft)
            {
                await MakeAsync(shop, RolloutEntryKind.Start);
            }
            else if (kind == RolloutEntryKind.RollBack && shop.Progress.Status == RolloutStatus.Running)
            {
                await MakeAsync(shop, kind);
            }
            else if (shop.Progress.Status == RolloutStatus.Holding)
            {
                await MakeAsync(shop, RolloutEntryKind.Resume);
            }

            await shop.Shop.TradeAsync(TimeSpan.FromMinutes(3));

            Assert.Equal(kind == RolloutEntryKind.RollBack ? RolloutStatus.RolledBack : RolloutStatus.Completed, shop.Progress.Status);
            Assert.Equal(kind == RolloutEntryKind.RollBack ? 0 : 1, shop.Served);
            Assert.Null(shop.Kept.Damage);
            await shop.CrashAsync();
        }
    }

    /// <summary>Gets what the store of the next process makes of what a crash left: processes on which it makes the same do the same.</summary>
    private static async Task<UInt128> RecoveredAsync(Dictionary<string, byte[]> state)
    {
        using FileRolloutStore store = new DiskFolder(state).Store;
        await using IRolloutLease? lease = await store.TryAcquireLeaseAsync("the next", CancellationToken.None);
        Assert.NotNull(lease);
        var hash = new XxHash128();
        foreach (ReadOnlyMemory<byte> line in await store.ReadAsync(Shop.Flag, 0, CancellationToken.None))
        {
            hash.Append(line.Span);
        }

        foreach (RolloutCheckpoint checkpoint in await store.ReadCheckpointsAsync(Shop.Flag, CancellationToken.None))
        {
            hash.Append(Encoding.UTF8.GetBytes($"\n{checkpoint.Name}\n"));
            hash.Append(checkpoint.Content.Span);
        }

        return hash.GetCurrentHashAsUInt128();
    }

    /// <summary>Starts a process on what such a crash leaves, and sees that it knows where it stands and can go on.</summary>
    private static async Task CheckAsync(FaultyShop shop, Dictionary<string, byte[]> state, RolloutPosition least, RolloutPosition most, Func<RolloutPosition, double> served)
    {
        await shop.RestartAsync(new DiskFolder(state).Store);

        Assert.Null(shop.Progress.Damage);
        RolloutPosition position = RolloutState.Replay(Shop.Flag, shop.Kept.Entries).Position;
        Assert.True(position == least || position == most, $"{position} is neither {least} nor {most}.");
        Assert.Equal(position.Status, shop.Progress.Status);
        Assert.Equal(served(position), shop.Served);
        RolloutCommandResult answer = await shop.Rollouts.RecordDrillAsync(Shop.Flag, "ada", "after the crash");
        Assert.True(answer.IsJournalled, answer.Sentence);
        await shop.CrashAsync();
    }

    /// <summary>Brings a shop to the moment before a transition, and restarts it on a disk that takes account from there.</summary>
    private static async Task<DiskFolder> BeforeAsync(FaultyShop shop, RolloutEntryKind kind)
    {
        if (kind != RolloutEntryKind.Start)
        {
            await MakeAsync(shop, RolloutEntryKind.Start);
            await shop.Shop.TradeAsync(TimeSpan.FromSeconds(10));
        }

        if (kind == RolloutEntryKind.Resume)
        {
            await MakeAsync(shop, RolloutEntryKind.Hold);
            await shop.TickAsync();
        }

        while (kind == RolloutEntryKind.Complete && shop.Progress.Stage!.Name == "quarter")
        {
            await shop.Shop.TradeAsync(TimeSpan.FromSeconds(10));
        }

        var folder = new DiskFolder(shop.Files);
        await shop.RestartAsync(folder.Store);
        return folder;
    }

    private static async Task MakeAsync(FaultyShop shop, RolloutEntryKind kind)
    {
        if (kind is RolloutEntryKind.Advance or RolloutEntryKind.Complete)
        {
            int entries = shop.Kept.Entries.Count;
            while (shop.Kept.Entries.Count == entries)
            {
                await shop.Shop.TradeAsync(TimeSpan.FromSeconds(10));
            }

            return;
        }

        RolloutCommandResult result = await (kind switch
        {
            RolloutEntryKind.Start => shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day"),
            RolloutEntryKind.Hold => shop.Rollouts.PauseAsync(Shop.Flag, "ada", "lunch"),
            RolloutEntryKind.Resume => shop.Rollouts.ResumeAsync(Shop.Flag, "ada", "fed"),
            _ => shop.RollBackAsync(),
        });
        Assert.True(result.IsAccepted && result.IsJournalled, result.Sentence);
    }
}
