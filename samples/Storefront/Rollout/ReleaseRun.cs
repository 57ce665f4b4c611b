using System.Runtime.CompilerServices;
using ModularRollout;
using ModularRollout.Providers;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using Storefront.Shop;
using Storefront.Time;
using Storefront.Traffic;

namespace Storefront.Rollout;

/// <summary>One day in the shop: a release is rolled out while shoppers buy.</summary>
internal sealed class ReleaseRun : IAsyncDisposable
{
    private static readonly DateTimeOffset s_monday = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_patience = TimeSpan.FromHours(15);
    private static readonly TimeSpan s_afterwards = TimeSpan.FromMinutes(10);

    private readonly VirtualTime _clock;
    private readonly FileRolloutStore _store;
    private readonly FeatureGate _gate;
    private readonly TimeSpan _look;
    private readonly Population _population;
    private readonly Visitors _visitors;
    private readonly Till _till = new();
    private readonly Team _team;
    private FeatureSnapshot _exposed;
    private DateTimeOffset? _endedAt;
    private long _ordersAtEnd;
    private Shopper? _somebody;
    private RolloutProgress _progress;
    private IReadOnlyList<GuardReading> _readings = [];

    private ReleaseRun(Release release, VirtualTime clock, FileRolloutStore store, FeatureGate gate, FeatureGateOptions options, Population population, ulong seed)
    {
        Release = release;
        _clock = clock;
        _store = store;
        _gate = gate;
        _look = options.Rollouts.LookEvery;
        _exposed = gate.Current;
        _progress = Progress;
        _team = new Team(gate.Rollouts);
        _population = population;
        _visitors = new Visitors(clock, population, NewCheckout(), seed);
        Before = Served.By(gate.Current, population);
    }

    public Release Release { get; }

    /// <summary>Gets what was served before the rollout began.</summary>
    public Served Before { get; }

    /// <summary>Opens the shop.</summary>
    /// <param name="release">What is rolled out.</param>
    /// <param name="flags">The definition file.</param>
    /// <param name="folder">Where the journal is kept.</param>
    /// <param name="population">Who might come.</param>
    /// <param name="seed">What day it is.</param>
    /// <param name="stop">Ends the waiting.</param>
    public static async Task<ReleaseRun> OpenAsync(Release release, string flags, string folder, Population population, ulong seed, CancellationToken stop)
    {
        var clock = new VirtualTime(s_monday);
        var store = new FileRolloutStore(folder);
        var options = new FeatureGateOptions { TimeProvider = clock, StrictGovernance = true };
        options.Rollouts.Store = store;
        options.Rollouts.Instance = "storefront";
        options.Rollouts.Authorizer = Team.Authorizer;

        // A gate looks after its rollouts by itself. This one is told when, so that the same seed gives the same run: leave this line out in your application.
        options.Rollouts.RunsByItself = false;
        options.Rollouts.CheckpointEvery = TimeSpan.FromMinutes(10);

        FeatureGate gate = await FeatureGate.StartAsync([new JsonFileFlagProvider(flags, "flags.json")], options, stop);
        return new ReleaseRun(release, clock, store, gate, options, population, seed);
    }

    /// <summary>Starts the rollout and lets shoppers come until it has ended, and ten minutes more.</summary>
    /// <returns>What is known at each look.</returns>
    /// <exception cref="InvalidOperationException">The rollout could not be started.</exception>
    public async IAsyncEnumerable<Frame> PlayAsync(Pace pace, [EnumeratorCancellation] CancellationToken stop)
    {
        RolloutCommandResult start = await _gate.Rollouts.StartAsync(Checkout.OnePage.Name, Team.Operator, $"Release {Release.Version} is on all servers.", stop);
        if (!start.IsAccepted)
        {
            throw new InvalidOperationException($"The rollout could not be started. {start.Sentence}");
        }

        while (!IsOver)
        {
            RolloutProgress before = Progress;
            _exposed = _endedAt is null ? _gate.Current : _exposed;
            _visitors.ComeUntil(_clock.GetUtcNow() + _look, stop);
            await _gate.Rollouts.StepAsync(stop);
            await _team.ActAsync(Progress, _clock.GetUtcNow(), stop);
            Follow(before);
            bool isTense = Frame.IsTense(Progress, _clock.GetUtcNow());
            yield return new Frame(_clock.GetUtcNow(), Progress, _progress, _readings, _gate.Rollouts.JournalOf(Checkout.OnePage.Name), _till, Explain(before), pace.At(isTense));
            await pace.WaitAsync(_look, isTense, stop);
        }
    }

    /// <summary>Closes the shop and says how the day went.</summary>
    public async Task<Verdict> CloseAsync(CancellationToken stop)
    {
        RolloutStatus status = Progress.Status;
        await _gate.DisposeAsync(); // it goes on deciding with the last snapshot
        return new Verdict
        {
            Release = Release,
            Status = status,
            Before = Before,
            Exposed = Served.By(_exposed, _population),
            After = Served.By(_gate.Current, _population),
            OrdersSince = _till.OnePage.Orders - _ordersAtEnd,
            Journal = RolloutJournal.Read(Checkout.OnePage.Name, await _store.ReadAsync(Checkout.OnePage.Name, afterSequence: 0, stop)),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        _store.Dispose();
    }

    private RolloutProgress Progress => _gate.Rollouts.Find(Checkout.OnePage.Name)!;

    private bool IsOver => _clock.GetUtcNow() >= (_endedAt + s_afterwards ?? s_monday + s_patience);

    private void Follow(RolloutProgress before)
    {
        if (Progress.Stage is { } stage && stage.Name != before.Stage?.Name)
        {
            _till.TurnPage();
        }

        _progress = Progress.Stage is null || _endedAt is not null ? _progress : Progress;
        _readings = Progress.Readings.Count > 0 ? Progress.Readings : _readings;

        if (_endedAt is null && Progress.Status is RolloutStatus.Completed or RolloutStatus.RolledBack)
        {
            (_endedAt, _ordersAtEnd) = (_clock.GetUtcNow(), _till.OnePage.Orders);
        }
    }

    /// <summary>Explains what somebody gets, at the moments at which that changes for them.</summary>
    private FlagExplanation? Explain(RolloutProgress before)
    {
        bool isQuarter = Progress.Stage?.Name == "quarter" && before.Stage?.Name != "quarter";
        bool isBack = Progress.Status == RolloutStatus.RolledBack && before.Status != RolloutStatus.RolledBack;
        _somebody ??= isQuarter ? _population.Shoppers.First(shopper => _gate.Decide(Checkout.OnePage, shopper.Context).Arm == DecisionArm.Candidate) : null;
        return (isQuarter || isBack) && _somebody is { } shopper ? _gate.Explain(Checkout.OnePage.Name, shopper.Context) : null;
    }

    private Checkout NewCheckout()
    {
        var catalogue = new Catalogue(_clock);
        var warehouse = new Warehouse(_clock);
        var orders = new OrderBook(_clock);
        return new Checkout(
            _gate,
            _clock,
            new LegacyCheckout(catalogue, warehouse, new PaymentGateway(_clock, callsPerMinute: 6_000), orders),
            new OnePageCheckout(catalogue, warehouse, new PaymentGateway(_clock, Release.PaymentsPerMinute), orders),
            _till);
    }
}
