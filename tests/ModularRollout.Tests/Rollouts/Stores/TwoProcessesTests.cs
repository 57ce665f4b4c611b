using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>Processes that share a folder: one controls, the others follow, and one of them takes over when it dies.</summary>
public sealed class TwoProcessesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Lease_ControllerIsKilled_PassesToTheFollower()
    {
        using var first = new StoreProcess(_folder.Path, "first");
        using var second = new StoreProcess(_folder.Path, "second");
        Assert.Equal("held", await first.AskAsync("acquire"));
        Assert.Equal("appended 1", await first.AskAsync("append checkout"));

        Assert.Equal("1 entries, whole, 0 checkpoints, 0 damages", await second.AskAsync("read checkout"));
        Assert.Equal("refused, first holds it", await second.AskAsync("acquire"));
        Assert.StartsWith("Entry 2 of the flag 'checkout' was not appended: this store does not hold the lease.", await second.AskAsync("append checkout"), StringComparison.Ordinal);
        Assert.Equal("written", await second.AskAsync("checkpoint checkout 7"));
        Assert.Equal("appended 2", await first.AskAsync("append checkout"));
        Assert.Equal("2 entries, whole, 1 checkpoints, 0 damages", await second.AskAsync("read checkout"));

        await first.KillAsync();

        Assert.Equal("held", await second.AskAsync("acquire"));
        Assert.Equal("appended 3", await second.AskAsync("append checkout"));
        Assert.Equal("3 entries, whole, 1 checkpoints, 0 damages", await second.AskAsync("read checkout"));
    }

    [Fact]
    public async Task Lease_ControllerReleasesIt_PassesToTheFollower()
    {
        using var first = new StoreProcess(_folder.Path, "first");
        using var second = new StoreProcess(_folder.Path, "second");
        Assert.Equal("held", await first.AskAsync("acquire"));
        Assert.Equal("refused, first holds it", await second.AskAsync("acquire"));

        Assert.Equal("released", await first.AskAsync("release"));

        Assert.Equal("held", await second.AskAsync("acquire"));
        Assert.Equal("refused, second holds it", await first.AskAsync("acquire"));
    }

    [Fact]
    public async Task Lease_FilesAreNotLocked_IsRefusedWithASentence()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var process = new StoreProcess(_folder.Path, "first", environment: "DOTNET_SYSTEM_IO_DISABLEFILELOCKING");

        Assert.Equal(
            $"'{_folder.File("controller.lock")}' cannot be locked: its file system does not lock files, or locking is switched off by DOTNET_SYSTEM_IO_DISABLEFILELOCKING. "
            + "Two processes could control the same rollouts; keep the store on a local disk.",
            await process.AskAsync("acquire"));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(61)]
    public async Task Append_KilledInTheMiddle_EveryAcknowledgedEntryIsThere(int lines)
    {
        using var process = new StoreProcess(_folder.Path, "flood");
        Assert.Equal("held", await process.AskAsync("acquire"));
        string? line = await process.AskAsync("flood checkout");
        for (int i = 1; i < lines; i++)
        {
            line = await process.ReadLineAsync();
        }

        await process.KillAsync();

        long acknowledged = 0;
        for (; line is not null; line = await process.ReadLineAsync())
        {
            acknowledged = line.StartsWith("appended ", StringComparison.Ordinal) ? long.Parse(line.AsSpan("appended ".Length), CultureInfo.InvariantCulture) : acknowledged;
        }

        using var store = new FileRolloutStore(_folder.Path, new FakeTimeProvider());
        await using IRolloutLease? lease = await store.TryAcquireLeaseAsync("after", CancellationToken.None);
        var journal = RolloutJournal.Read("checkout", await store.ReadAsync("checkout", 0, CancellationToken.None));
        Assert.NotNull(lease);
        Assert.Null(journal.Damage);
        Assert.InRange(journal.Entries.Count, acknowledged, acknowledged + 1);
        Assert.Single(await store.ReadCheckpointsAsync("checkout", CancellationToken.None));
        Assert.DoesNotContain(store.Damages, static damage => damage.Place.EndsWith(".checkpoint", StringComparison.Ordinal));
        await store.AppendAsync(Entries.After(journal.Head), CancellationToken.None);
    }

    public void Dispose() => _folder.Dispose();
}
