using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>Processes that share a store: each starts, is killed, hangs and comes back when a test wants it, on one virtual clock.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private const int Shoppers = 20;

    private static readonly string s_plan = Shop.Plan("""{ "name": "quarter", "percent": 25, "dwell": "30d" }""", "\"settle\": \"10s\", \"minOutcomes\": 10");

    private readonly SortedDictionary<string, Process> _processes = new(StringComparer.Ordinal);
    private readonly bool _keepsCheckpoints;
    private long _started;

    public Fleet(bool keepsCheckpoints = false)
    {
        _keepsCheckpoints = keepsCheckpoints;
        Disk = new MemoryRolloutStore(Clock);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    public MemoryRolloutStore Disk { get; }

    public IReadOnlyCollection<string> Alive => _processes.Keys;

    /// <summary>Gets whose checkpoints there are.</summary>
    public string[] Checkpoints => [.. Read().Select(static checkpoint => checkpoint.Name)];

    public RolloutController Controller => _processes.Values.Single(static process => process.Shop.Rollouts.IsControlling).Shop.Rollouts;

    /// <summary>Gets whether somebody controls who does not hang.</summary>
    public bool IsControlled => Awake.Any(static process => process.Shop.Rollouts.IsControlling);

    public static long Outcomes(RolloutProgress progress) => progress.CandidateOutcomes + progress.BaselineOutcomes;

    public RolloutProgress Of(string name) => _processes[name].Shop.Progress;

    public FaultyStore StoreOf(string name) => _processes[name].Store;

    public IReadOnlyList<RolloutCheckpoint> Read() => Disk.ReadCheckpointsAsync(Shop.Flag, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <summary>Starts a process, unless it lives. The first one starts the rollout.</summary>
    public async Task StartAsync(string name)
    {
        if (_processes.ContainsKey(name))
        {
            return;
        }

        var store = new FaultyStore(Disk) { IsShared = true, DeletesNothing = _keepsCheckpoints };
        Shop shop = await Shop.OpenAsync(s_plan, options => Configure(options, store, name), clock: Clock);
        shop.NextShopper = 1_000_000 * _started++;
        _processes.Add(name, new Process(shop, store));
        if (_started == 1)
        {
            Assert.True((await shop.Rollouts.StartAsync(Shop.Flag, "ada", "release day")).IsAccepted);
        }
    }

    /// <summary>Ends a process without a last word, if it lives.</summary>
    public async Task KillAsync(string name)
    {
        if (_processes.Remove(name, out Process? process))
        {
            await process.Store.CrashAsync();
            await process.Shop.DisposeAsync();
        }
    }

    /// <summary>Ends a process as a host does, with its last checkpoint.</summary>
    public async Task StopAsync(string name)
    {
        if (_processes.Remove(name, out Process? process))
        {
            await process.Shop.DisposeAsync();
        }
    }

    /// <summary>Stops the clock of one process, or lets it go on.</summary>
    public void Hang(string name, bool hangs) => _processes[name].IsHung = hangs;

    public bool IsHung(string name) => _processes[name].IsHung;

    /// <summary>Lets everybody look so often, ten seconds apart, with shoppers before each look or without.</summary>
    public async Task LookAsync(int times, bool trades = false)
    {
        for (int i = 0; i < times; i++)
        {
            foreach (Process process in Awake)
            {
                for (int shopper = 0; trades && shopper < Shoppers; shopper++)
                {
                    process.Shop.Buy();
                }
            }

            Clock.Advance(TimeSpan.FromSeconds(10));
            foreach (Process process in Awake)
            {
                await process.Shop.Rollouts.StepAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Says what every process knows.</summary>
    public string Describe() => string.Join('\n', _processes.Select(static process => $"{process.Key}: {Describe(process.Value.Shop)}"));

    public async ValueTask DisposeAsync()
    {
        foreach (string name in Alive.ToArray())
        {
            await StopAsync(name);
        }
    }

    private Process[] Awake => [.. _processes.Values.Where(static process => !process.IsHung)];

    private static void Configure(FeatureGateOptions options, IRolloutStore store, string name)
    {
        (options.Rollouts.Store, options.Rollouts.Instance) = (store, name);
        options.Rollouts.CheckpointEvery = TimeSpan.FromSeconds(10);
        options.FreshWithin = TimeSpan.FromDays(7);
    }

    private static string Describe(Shop shop)
    {
        RolloutProgress progress = shop.Progress;
        string readings = string.Join(", ", progress.Readings.Select(static reading => $"{reading} {reading.Log:R}"));
        string text = $"{(shop.Rollouts.IsControlling ? "controls" : "follows")} {progress.Status} {progress.Dwell} {progress.Subjects} {progress.CandidateOutcomes} {progress.BaselineOutcomes} {readings} {progress.Damage}";
        return text.ToString(CultureInfo.InvariantCulture);
    }

    private sealed record Process(Shop Shop, FaultyStore Store)
    {
        public bool IsHung { get; set; }
    }
}
