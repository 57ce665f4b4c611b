using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>A shop on a store that can be made to fail, and that outlives the shop's process.</summary>
internal sealed class FaultyShop : IAsyncDisposable
{
    private IRolloutStore _disk;
    private readonly string _plan;
    private readonly Action<FeatureGateOptions>? _configure;
    private readonly string _more;

    private FaultyShop(IRolloutStore disk, string plan, Action<FeatureGateOptions>? configure, string more)
    {
        _more = more;
        _disk = disk;
        _plan = plan;
        _configure = configure;
        Store = new FaultyStore(disk) { IsShared = true };
    }

    public WaitingClock Clock { get; } = new();

    public FaultyStore Store { get; private set; }

    public Shop Shop { get; private set; } = null!;

    public RolloutController Rollouts => Shop.Rollouts;

    public RolloutProgress Progress => Shop.Progress;

    /// <summary>Gets what the store's journal says happened, its closing reports aside.</summary>
    public RolloutJournalEntry[] Happened => [.. Kept.Entries.Where(static entry => entry.Kind != RolloutEntryKind.Report)];

    /// <summary>Gets what the store holds, whatever the process believes.</summary>
    public RolloutJournal Kept => RolloutJournal.Read(Shop.Flag, _disk.ReadAsync(Shop.Flag, 0, default).AsTask().GetAwaiter().GetResult());

    /// <summary>Gets the fraction of a thousand subjects that get the candidate.</summary>
    public double Served => ServedBy(Shop);

    /// <summary>Gets the store of the process that was started last.</summary>
    public FaultyStore LastStore { get; private set; } = null!;

    public static double ServedBy(Shop shop) => Enumerable.Range(0, 1000).Count(i => shop.Gate.Decide(Shop.Flag, new EvaluationContext("subject-" + i)).IsEnabled) / 1000.0;

    /// <summary>Gets the files of its folder, where it has one.</summary>
    public Dictionary<string, byte[]> Files => DiskFolder.FilesOf(_disk);

    public static async Task<FaultyShop> OpenAsync(string? plan = null, Action<FeatureGateOptions>? configure = null, IRolloutStore? disk = null, string more = "")
    {
        var shop = new FaultyShop(disk ?? new MemoryRolloutStore(), plan ?? Shop.Plan(), configure, more);
        await shop.OpenAsync();
        return shop;
    }

    /// <summary>Opens a shop whose first stage has been running for a minute.</summary>
    public static async Task<FaultyShop> StartedAsync(string? plan = null, Action<FeatureGateOptions>? configure = null, IRolloutStore? disk = null)
    {
        FaultyShop shop = await OpenAsync(plan, configure, disk);
        RolloutCommandResult started = await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day");
        Assert.True(started.IsAccepted, started.Sentence);
        await shop.Shop.TradeAsync(TimeSpan.FromMinutes(1));
        return shop;
    }

    public Task StepAsync() => Rollouts.StepAsync(TestContext.Current.CancellationToken);

    /// <summary>Lets ten seconds pass, and takes a step.</summary>
    public Task TickAsync()
    {
        Clock.Advance(TimeSpan.FromSeconds(10));
        return StepAsync();
    }

    /// <summary>Awaits work. Where the store hangs, whoever waits for it waits in vain.</summary>
    public Task PassAsync(Func<Task> work) => (Store.Hangs | Store.HangsAfter) == StoreCalls.None ? work() : Clock.PassAllAsync(work);

    /// <summary>Heals the store, and steps until it has answered what it owes.</summary>
    public async Task HealAsync()
    {
        Store.Heal();
        int steps = 0;
        do
        {
            await StepAsync();
            Assert.True(++steps < 10_000, Progress.Damage ?? "pending");
        }
        while (Progress.Damage is not null || Progress.Pending > 0);
    }

    public Task<RolloutCommandResult> RollBackAsync() => Rollouts.RollBackAsync(Shop.Flag, "ada", "enough");

    /// <summary>Ends the process without a last word.</summary>
    public Task CrashAsync() => Store.CrashAsync();

    /// <summary>Ends the process as <c>kill -9</c> does, and starts it again on what its store holds, or on another store.</summary>
    public async Task RestartAsync(IRolloutStore? disk = null)
    {
        await CrashAsync();
        Store.Release();
        _disk = disk ?? _disk;
        long next = Shop.NextShopper;
        Store = new FaultyStore(_disk) { IsShared = true };
        await OpenAsync();
        Shop.NextShopper = next;
    }

    /// <summary>Opens another process on the same store.</summary>
    /// <param name="fault">What is wrong with its store.</param>
    /// <param name="isolated">Whether it has the name of the first, which is gone.</param>
    public Task<Shop> AnotherAsync(Action<FaultyStore>? fault = null, bool isolated = false)
    {
        LastStore = new FaultyStore(_disk) { IsShared = true };
        fault?.Invoke(LastStore);
        return OpenAsync(LastStore, isolated ? "shop-1" : "shop-2");
    }

    /// <summary>Opens another process on the same store, and gives it a lease though the first holds one: both control.</summary>
    public Task<Shop> RivalAsync() => AnotherAsync(static store => store.SharesLease = true);

    public async ValueTask DisposeAsync()
    {
        Store.Heal();
        await Shop.DisposeAsync();
    }

    private async Task OpenAsync() => Shop = await OpenAsync(LastStore = Store, "shop-1");

    private Task<Shop> OpenAsync(FaultyStore store, string instance) => Shop.OpenAsync(
        _plan,
        options =>
        {
            options.Rollouts.Store = store;
            options.Rollouts.Instance = instance;
            options.FreshWithin = TimeSpan.FromDays(7);
            _configure?.Invoke(options);
        },
        _more,
        Clock);
}
