using System.Collections.Concurrent;
using System.Globalization;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>Commands from several threads at once, with looks in between.</summary>
public sealed class ConcurrentCommandsTests : IDisposable
{
    private const int Threads = 8;
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Start_FromManyThreads_ExactlyOneWins()
    {
        for (int round = 0; round < 20; round++)
        {
            await using FaultyShop shop = await FaultyShop.OpenAsync();

            RolloutCommandResult[] results = await AtOnceAsync(i => shop.Rollouts.StartAsync(Shop.Flag, "operator-" + i, "me"));

            Assert.Single(results, static result => result.IsAccepted);
            Assert.All(results.Where(static result => !result.IsAccepted), static result => Assert.NotEmpty(result.Sentence));
            Assert.Single(shop.Kept.Entries, static entry => entry.Kind == RolloutEntryKind.Start);
            Assert.Null(shop.Kept.Damage);
        }
    }

    [Fact]
    public async Task RollBackAndPause_AtOnce_NobodyIsExposedAfterwards()
    {
        for (int round = 0; round < 50; round++)
        {
            await using FaultyShop shop = await FaultyShop.OpenAsync();
            await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");

            RolloutCommandResult[] results = await AtOnceAsync(i => i % 2 == 0
                ? shop.RollBackAsync()
                : shop.Rollouts.PauseAsync(Shop.Flag, "bob", "lunch"));

            Assert.Single(results.Where(static (_, i) => i % 2 == 0), static result => result.IsAccepted);
            Assert.Equal(0, shop.Served);
            Assert.Equal(RolloutStatus.RolledBack, shop.Progress.Status);
            Assert.Equal(RolloutStatus.RolledBack, RolloutState.Replay(Shop.Flag, shop.Kept.Entries).Status);
        }
    }

    [Fact]
    public async Task Commands_OfAllKindsWithLooks_JournalSaysWhatBecameOfEach()
    {
        using var disk = new FileRolloutStore(_folder.Path);
        await using FaultyShop shop = await FaultyShop.OpenAsync(disk: disk);
        var results = new ConcurrentDictionary<string, RolloutCommandResult>();
        using var end = new CancellationTokenSource();
        Task looking = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                await shop.StepAsync();
            }
        });

        await AtOnceAsync(async thread =>
        {
            for (int i = 0; i < 25; i++)
            {
                string reason = string.Create(CultureInfo.InvariantCulture, $"{thread}-{i}");
                results[reason] = await CommandAsync(shop.Rollouts, (thread * 31) + (i * 7), reason);
            }

            return results[string.Create(CultureInfo.InvariantCulture, $"{thread}-24")];
        });
        await end.CancelAsync();
        await looking;
        await shop.StepAsync();

        RolloutJournal kept = shop.Kept;
        Assert.Null(kept.Damage);
        Assert.Equal(RolloutState.Replay(Shop.Flag, kept.Entries).Position, RolloutState.Replay(Shop.Flag, shop.Rollouts.JournalOf(Shop.Flag).Entries).Position);
        Assert.Equal(RolloutState.Replay(Shop.Flag, kept.Entries).Status, shop.Progress.Status);
        Assert.All(results, result =>
        {
            int entries = kept.Entries.Count(entry => entry.Kind != RolloutEntryKind.Refuse && entry.Reason == result.Key);
            Assert.True(entries == (result.Value.IsAccepted ? 1 : 0), $"{result.Key}: {result.Value.Sentence}, {entries} entries.");
        });
        int unrecorded = results.Count(static result => !result.Value.IsAccepted && !result.Value.IsJournalled);
        Assert.Equal(results.Count(static result => !result.Value.IsAccepted) - unrecorded, kept.Entries.Count(static entry => entry.Kind == RolloutEntryKind.Refuse));
    }

    public void Dispose() => _folder.Dispose();

    private static Task<RolloutCommandResult> CommandAsync(RolloutController rollouts, int draw, string reason) => (draw % 8) switch
    {
        0 => rollouts.StartAsync(Shop.Flag, "ada", reason),
        1 => rollouts.PauseAsync(Shop.Flag, "ada", reason),
        2 => rollouts.ResumeAsync(Shop.Flag, "ada", reason),
        3 => rollouts.RollBackAsync(Shop.Flag, "ada", reason),
        4 => rollouts.RestartAsync(Shop.Flag, "ada", reason),
        5 => rollouts.KillAsync(Shop.Flag, "ada", reason),
        6 => rollouts.ReviveAsync(Shop.Flag, "ada", reason),
        _ => rollouts.AcknowledgeAsync(Shop.Flag, "errors", "ada", reason),
    };

    /// <summary>Lets threads of their own begin at the same moment.</summary>
    private static async Task<RolloutCommandResult[]> AtOnceAsync(Func<int, Task<RolloutCommandResult>> give)
    {
        using var barrier = new Barrier(Threads);
        return await Task.WhenAll(Enumerable.Range(0, Threads).Select(i => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                return give(i);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));
    }
}
