using System.Globalization;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>Two processes with a gate each on one folder: one controls, the other follows, and takes over when the first is killed.</summary>
public sealed class TwoGatesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StoreProcess _first;
    private readonly StoreProcess _second;

    public TwoGatesTests()
    {
        _first = new StoreProcess(_folder.Path, "first");
        _second = new StoreProcess(_folder.Path, "second");
    }

    [Fact]
    public async Task Follower_ControllerStarts_ServesTheSameSubjects()
    {
        await OpenAsync();

        string early = await _second.AskAsync("served 500");
        Assert.StartsWith("accepted", await _first.AskAsync("start"), StringComparison.Ordinal);
        await _second.AskAsync("step");

        string served = await _first.AskAsync("served 500");
        Assert.DoesNotContain('1', early);
        Assert.Equal(.25, served.Count(static one => one == '1') / 500.0, .07);
        Assert.Equal(served, await _second.AskAsync("served 500"));
        Assert.StartsWith("follows Running quarter", await _second.AskAsync("status"), StringComparison.Ordinal);
        Assert.Equal("refused: Process `first` controls the rollouts; ask it, or turn the flag's kill switch.", await _second.AskAsync("rollback"));
        await _first.AskAsync("rollback");
        await _second.AskAsync("step");
        Assert.DoesNotContain('1', await _second.AskAsync("served 500"));
    }

    [Fact]
    public async Task Guards_FollowerSeesTheFailures_ControllerRollsBack()
    {
        await OpenAsync();
        await _first.AskAsync("start");
        await _second.AskAsync("step");

        for (int i = 0; i < 20; i++)
        {
            await _second.AskAsync("trade 1 100 50");
            await _first.AskAsync("trade 1 100 1");
        }

        Assert.StartsWith("controls RolledBack", await _first.AskAsync("status"), StringComparison.Ordinal);
        await _second.AskAsync("step");
        Assert.StartsWith("follows RolledBack", await _second.AskAsync("status"), StringComparison.Ordinal);
        Assert.DoesNotContain('1', await _second.AskAsync("served 500"));
    }

    [Fact]
    public async Task RollBack_BothHaveCounted_LeavesTheControllersCheckpointAlone()
    {
        await OpenAsync();
        await _first.AskAsync("start");
        await _second.AskAsync("step");
        await _first.AskAsync("trade 7 10 1");
        await _second.AskAsync("trade 7 10 1");
        string[] counted = CheckpointFiles();

        await _first.AskAsync("rollback");
        await _second.AskAsync("step");
        await _first.AskAsync("trade 14 10 1");

        Assert.Equal(["checkpoint-checkout@controller.checkpoint", "checkpoint-checkout@first.checkpoint", "checkpoint-checkout@second.checkpoint"], counted);
        Assert.Equal(["checkpoint-checkout@controller.checkpoint"], CheckpointFiles());
        Assert.StartsWith("controls RolledBack", await _first.AskAsync("status"), StringComparison.Ordinal);
        await CheckJournalAsync([RolloutEntryKind.Start, RolloutEntryKind.RollBack]);
    }

    [Fact]
    public async Task Kill_Controller_FollowerTakesOverWithDwellAndEvidence()
    {
        await OpenAsync();
        await _first.AskAsync("start");
        await _second.AskAsync("step");
        for (int i = 0; i < 18; i++)
        {
            await _first.AskAsync("trade 1 100 1");
            await _second.AskAsync("trade 1 50 1");
        }

        double checkpointed = await DwellOf(_first);
        string served = await _second.AskAsync("served 500");

        await _first.KillAsync();
        await _second.AskAsync("step");

        Assert.StartsWith("controls Running quarter", await _second.AskAsync("status"), StringComparison.Ordinal);
        Assert.Equal(served, await _second.AskAsync("served 500"));
        Assert.InRange(await DwellOf(_second), checkpointed - 60, checkpointed + 10);
        Assert.InRange(await OutcomesOf(_second), (12 * 100) + (15 * 50), 18 * 150);
        int looks = 0;
        while (!(await _second.AskAsync("status")).Contains(" full ", StringComparison.Ordinal))
        {
            await _second.AskAsync("trade 1 100 1");
            Assert.True(++looks < 30, await _second.AskAsync("status"));
        }

        Assert.InRange(looks, 5, 25);
        await CheckJournalAsync([RolloutEntryKind.Start, RolloutEntryKind.Advance]);
    }

    [Fact]
    public async Task Kill_ControllerAndFollower_RestartedOneGoesOn()
    {
        await OpenAsync();
        await _first.AskAsync("start");
        await _first.AskAsync("trade 12 100 1");
        double dwell = await DwellOf(_first);
        await _second.KillAsync();
        await _first.KillAsync();

        using var third = new StoreProcess(_folder.Path, "third");
        await third.AskAsync("open");

        Assert.StartsWith("controls Running quarter", await third.AskAsync("status"), StringComparison.Ordinal);
        Assert.InRange(await DwellOf(third), dwell - 60, dwell);
        Assert.StartsWith("accepted", await third.AskAsync("rollback"), StringComparison.Ordinal);
        await CheckJournalAsync([RolloutEntryKind.Start, RolloutEntryKind.RollBack]);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _folder.Dispose();
    }

    private static async Task<double> DwellOf(StoreProcess process) => await NumberAfter(process, " dwell ");

    private static async Task<double> OutcomesOf(StoreProcess process) => await NumberAfter(process, " outcomes ");

    private static async Task<double> NumberAfter(StoreProcess process, string word)
    {
        string status = await process.AskAsync("status");
        return double.Parse(status.Split(word)[1].Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private string[] CheckpointFiles() => [.. Directory.GetFiles(_folder.Path, "checkpoint-*").Select(static file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    private async Task OpenAsync()
    {
        Assert.Equal("opened", await _first.AskAsync("open"));
        Assert.Equal("opened", await _second.AskAsync("open"));
        Assert.StartsWith("controls", await _first.AskAsync("status"), StringComparison.Ordinal);
        Assert.StartsWith("follows", await _second.AskAsync("status"), StringComparison.Ordinal);
    }

    private async Task CheckJournalAsync(RolloutEntryKind[] kinds)
    {
        using var store = new FileRolloutStore(_folder.Path);
        RolloutJournal journal = RolloutJournal.Read("checkout", await store.ReadAsync("checkout", 0, TestContext.Current.CancellationToken));
        Assert.Null(journal.Damage);
        Assert.Equal(kinds, journal.Entries.Where(static entry => !EntryRebase.IsNote(entry.Kind)).Select(static entry => entry.Kind));
    }
}
