using FsCheck;
using FsCheck.Xunit;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>Checkpoints go when nobody needs them any more, and never the evidence of a running attempt.</summary>
public sealed class CheckpointSweepTests
{
    /// <summary>How many looks it takes until a silent process is taken for dead, and swept.</summary>
    private const int Silence = 13;

    [Fact]
    public async Task Sweep_AttemptEnded_LeavesTheControllersCheckpointAlone()
    {
        await using Fleet fleet = await TradedAsync("a", "b", "c");
        await fleet.KillAsync("c");
        Assert.Equal(["a", "b", "c", "controller"], fleet.Checkpoints);

        await fleet.Controller.RollBackAsync(Shop.Flag, "ada", "enough");
        await fleet.LookAsync(4);

        Assert.Equal(["controller"], fleet.Checkpoints);
        Assert.InRange(fleet.Read().Single().Content.Length, 1, 200);
        Assert.Equal(RolloutEntryKind.Report, fleet.Controller.JournalOf(Shop.Flag).Head!.Kind);
        Assert.Null(fleet.Of("a").Damage);
        Assert.Null(fleet.Of("b").Damage);
    }

    [Fact]
    public async Task Sweep_EndOrReportIsNotJournalled_KeepsTheEvidence()
    {
        await using Fleet fleet = await TradedAsync("a", "b");
        fleet.StoreOf("a").Throws = StoreCalls.Append;

        await fleet.Controller.RollBackAsync(Shop.Flag, "ada", "enough");
        await fleet.LookAsync(4);

        Assert.Equal(RolloutStatus.RolledBack, fleet.Of("a").Status);
        Assert.Equal(["a", "b", "controller"], fleet.Checkpoints);
        fleet.StoreOf("a").Heal();
        await fleet.LookAsync(5);
        Assert.Equal(["controller"], fleet.Checkpoints);
        Assert.Equal([RolloutEntryKind.Start, RolloutEntryKind.RollBack, RolloutEntryKind.Report], fleet.Controller.JournalOf(Shop.Flag).Entries.Select(static entry => entry.Kind));
    }

    [Fact]
    public async Task Sweep_RemovalFails_IsToldAndDoneInTheNextAttempt()
    {
        await using Fleet fleet = await TradedAsync("a", "b");
        await fleet.KillAsync("b");
        fleet.StoreOf("a").Throws = StoreCalls.DeleteCheckpoint;
        await fleet.Controller.RollBackAsync(Shop.Flag, "ada", "enough");
        await fleet.LookAsync(4);
        string? told = fleet.Of("a").Damage;
        Assert.True((await fleet.Controller.RestartAsync(Shop.Flag, "ada", "again")).IsAccepted);

        fleet.StoreOf("a").Heal();
        await fleet.LookAsync(2);

        Assert.Equal("A checkpoint that nobody needs any more could not be removed: No space left on device.", told);
        Assert.Null(fleet.Of("a").Damage);
        Assert.Equal(2, fleet.Of("a").Attempt);
        Assert.Equal(["a", "controller"], fleet.Checkpoints);
    }

    [Fact]
    public async Task Sweep_FollowerLearnsOfTheEndLate_RemovesWhatItWroteSince()
    {
        await using Fleet fleet = await TradedAsync("a", "b");
        RolloutCheckpoint late = fleet.Read().Single(static checkpoint => checkpoint.Name == "b");
        await fleet.Controller.RollBackAsync(Shop.Flag, "ada", "enough");
        await fleet.LookAsync(1);
        await fleet.Disk.WriteCheckpointAsync(Shop.Flag, "b", late.Content, CancellationToken.None);

        await fleet.LookAsync(3);

        Assert.Equal(["controller"], fleet.Checkpoints);
    }

    [Fact]
    public async Task Sweep_ProcessEnded_ControllerHoldsItsEvidence()
    {
        await using Fleet fleet = await TradedAsync("a", "b");
        await fleet.LookAsync(2);
        await fleet.KillAsync("b");
        long outcomes = Fleet.Outcomes(fleet.Of("a"));

        await fleet.LookAsync(Silence);

        Assert.Equal(["a", "controller"], fleet.Checkpoints);
        Assert.Equal(outcomes, Fleet.Outcomes(fleet.Of("a")));
        await fleet.KillAsync("a");
        await fleet.StartAsync("c");
        await fleet.LookAsync(1);
        Assert.Equal(outcomes, Fleet.Outcomes(fleet.Of("c")));
    }

    [Fact]
    public async Task Sweep_ProcessIsSilentForLessThanTenCheckpoints_LeavesItAlone()
    {
        await using Fleet fleet = await TradedAsync("a", "b");
        fleet.Hang("b", true);

        await fleet.LookAsync(9);

        Assert.Equal(["a", "b", "controller"], fleet.Checkpoints);
    }

    [Fact]
    public async Task Sweep_EvidenceCannotBeRead_LeavesIt()
    {
        await using Fleet fleet = await TradedAsync("a");
        await fleet.Disk.WriteCheckpointAsync(Shop.Flag, "b", new byte[] { 1, 0, 0, 0, 1, 0, 0, 0, 250, 250 }, CancellationToken.None);
        await fleet.Disk.WriteCheckpointAsync(Shop.Flag, "c", new byte[] { 9, 0, 0, 0, 0, 0, 0, 0 }, CancellationToken.None);

        await fleet.LookAsync(Silence);

        Assert.Equal(["a", "b", "c", "controller"], fleet.Checkpoints);
    }

    [Fact]
    public async Task Sweep_ControllerCannotWrite_LeavesWhatItsCheckpointDoesNotHold()
    {
        await using Fleet fleet = await TradedAsync("a", "b");
        fleet.StoreOf("a").Throws = StoreCalls.WriteCheckpoint;
        await fleet.LookAsync(2, trades: true);
        await fleet.KillAsync("b");

        await fleet.LookAsync(Silence);

        Assert.Equal(["a", "b", "controller"], fleet.Checkpoints);
    }

    [Fact]
    public async Task Sweep_ProcessOfTheSameNameStarts_CountsOnWhereItsOwnStopped()
    {
        await using Fleet fleet = await TradedAsync("a", "b");
        await fleet.LookAsync(2);
        await fleet.KillAsync("b");
        await fleet.LookAsync(Silence);
        long before = Fleet.Outcomes(fleet.Of("a"));

        await fleet.StartAsync("b");
        await fleet.LookAsync(5, trades: true);
        await fleet.LookAsync(3);

        Assert.Equal(before + (2 * 5 * 20), Fleet.Outcomes(fleet.Of("a")));
        Assert.Equal(["a", "b", "controller"], fleet.Checkpoints);
    }

    [Fact]
    public async Task Sweep_ManyDeployments_LeaveFewCheckpointsAndAllEvidence()
    {
        const int Deployments = 12;
        await using var fleet = new Fleet();
        for (int i = 0; i < Deployments; i++)
        {
            string[] last = [.. fleet.Alive];
            foreach (string process in last)
            {
                await fleet.StopAsync(process);
            }

            await fleet.StartAsync($"day-{i:00}-one");
            await fleet.StartAsync($"day-{i:00}-two");
            await fleet.LookAsync(4, trades: true);
            await fleet.LookAsync(Silence);
        }

        Assert.Equal(["controller", "day-11-one", "day-11-two"], fleet.Checkpoints);
        Assert.Equal(Deployments * 2 * 4 * 20, Fleet.Outcomes(fleet.Of("day-11-one")));
        Assert.Equal(Deployments * 2 * 4 * 20, Fleet.Outcomes(fleet.Of("day-11-two")));
    }

    [Property(MaxTest = 25)]
    public async Task Sweep_WhateverHappensToProcesses_NobodyNotices(byte[] happenings)
    {
        string kept = await RunAsync(happenings, keepsCheckpoints: true);

        string swept = await RunAsync(happenings, keepsCheckpoints: false);

        Assert.Equal(kept, swept);
    }

    private static async Task<Fleet> TradedAsync(params string[] processes)
    {
        var fleet = new Fleet();
        foreach (string process in processes)
        {
            await fleet.StartAsync(process);
        }

        await fleet.LookAsync(5, trades: true);
        return fleet;
    }

    /// <summary>Kills, starts and hangs processes, some of which have had their name before, and says what all of them know after each happening.</summary>
    private static async Task<string> RunAsync(byte[] happenings, bool keepsCheckpoints)
    {
        await using var fleet = new Fleet(keepsCheckpoints);
        var text = new List<string>();
        await fleet.StartAsync("p0");
        for (int i = 0; i < happenings.Length; i++)
        {
            string name = $"p{happenings[i] / 8 % 8}";
            bool isAlive = fleet.Alive.Contains(name);
            switch (happenings[i] % 8)
            {
                case 0 when isAlive:
                    await fleet.KillAsync(name);
                    break;
                case 1 when isAlive:
                    await fleet.StopAsync(name);
                    break;
                case 2 when isAlive:
                    fleet.Hang(name, !fleet.IsHung(name));
                    break;
                case 3:
                    await fleet.LookAsync(Silence);
                    break;
                case 4 or 5:
                    await fleet.LookAsync(2, trades: true);
                    break;
                default:
                    await fleet.StartAsync(name);
                    break;
            }

            text.Add(fleet.Describe());
        }

        await fleet.LookAsync(Silence, trades: true);
        await fleet.LookAsync(Silence);
        Assert.True(keepsCheckpoints || !fleet.IsControlled || fleet.Checkpoints.Length <= 1 + fleet.Alive.Count);
        return string.Join("\n\n", [.. text, fleet.Describe()]);
    }
}
