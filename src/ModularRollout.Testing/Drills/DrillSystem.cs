using System.Text;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Testing.Drills;

/// <summary>The process under drill: a real gate with its controller, on virtual time; with files, it can die and be started again.</summary>
internal sealed class DrillSystem : IAsyncDisposable
{
    /// <summary>How seldom checkpoints are written, each of which costs tens of milliseconds of real time: where nothing can die, nobody reads one.</summary>
    private static readonly TimeSpan s_rarely = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_often = TimeSpan.FromHours(1);

    private readonly DrillSetup _setup;
    private readonly DirectoryInfo? _folder;
    private FeatureGate? _gate;

    private DrillSystem(DrillSetup setup, bool hasFiles)
    {
        _setup = setup;
        Clock = new VirtualClock(setup.StartAt);
        _folder = hasFiles ? Directory.CreateTempSubdirectory("modular-rollout-drill-") : null;
    }

    public VirtualClock Clock { get; }

    public FeatureGate Gate => _gate!;

    public RolloutController Rollouts => Gate.Rollouts;

    public RolloutProgress Progress => Rollouts.Find(_setup.Plan.Flag)!;

    public RolloutJournal Journal => Rollouts.JournalOf(_setup.Plan.Flag);

    /// <summary>Gets the store of a process that can die; <see langword="null"/> where the journal is in memory.</summary>
    public FaultyStore? Store { get; private set; }

    public bool IsDead => Store is { IsDead: true };

    /// <summary>Gets the file that holds the journal.</summary>
    public string JournalPath => Directory.GetFiles(_folder!.FullName, "journal-*.jsonl")[0];

    public static async Task<DrillSystem> StartAsync(DrillSetup setup, bool hasFiles, CancellationToken cancellationToken)
    {
        var system = new DrillSystem(setup, hasFiles);
        try
        {
            await system.OpenAsync(cancellationToken).ConfigureAwait(false);
            return system;
        }
        catch
        {
            await system.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Gets the last entry that the process left in its files; <see langword="null"/> where there is none.</summary>
    public RolloutJournalEntry? LastWritten()
    {
        string[] files = Directory.GetFiles(_folder!.FullName, "journal-*.jsonl");
        string? line = files.Length == 0 ? null : File.ReadAllLines(files[0]).LastOrDefault();
        return line is null ? null : RolloutJournalEntry.Parse(Encoding.UTF8.GetBytes(line));
    }

    /// <summary>Starts the process that died again, on the files it left.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await Gate.DisposeAsync().ConfigureAwait(false);
        await OpenAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_gate is { } gate)
        {
            await gate.DisposeAsync().ConfigureAwait(false);
        }

        Store?.Dispose();
        _folder?.Delete(recursive: true);
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var options = new FeatureGateOptions();
        _setup.ConfigureGate?.Invoke(options);
        options.TimeProvider = Clock;
        options.LastKnownGoodFile = null;
        options.KillFile = null;
        Store = _folder is null ? null : new FaultyStore(new FileRolloutStore(_folder.FullName, Clock));
        Configure(options.Rollouts);
        _gate = await FeatureGate.StartAsync([new FixedProvider(_setup.Document)], options, cancellationToken).ConfigureAwait(false);
    }

    private void Configure(RolloutOptions options)
    {
        options.Store = Store;
        options.SingleProcess = true;
        options.Instance = "drill";
        options.RunsByItself = false;
        options.LookEvery = DrillPace.Longest;
        options.CheckpointEvery = _folder is null ? s_rarely : CheckpointEvery();
        options.Authorizer = new DrillAuthorizer();
        options.MaxConcurrentPerSystem = null;
        options.MaxTotalPercent = null;
        options.Probes.Clear();
        options.Listeners.Clear();
    }

    /// <summary>An eighth of the plan's dwells: what a crash drops is made up for.</summary>
    private TimeSpan CheckpointEvery()
    {
        TimeSpan eighth = _setup.Plan.Stages.Aggregate(TimeSpan.Zero, static (sum, stage) => sum + stage.Dwell) / 8;
        return eighth < s_often ? s_often : eighth > s_rarely ? s_rarely : eighth;
    }
}
