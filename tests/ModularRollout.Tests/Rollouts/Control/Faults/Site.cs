using Microsoft.Extensions.Time.Testing;
using ModularRollout.Providers;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>A file of flags, a folder of rollouts, and the processes that come and go on them.</summary>
internal sealed class Site : IAsyncDisposable
{
    public const string Flag = "checkout";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly List<FeatureGate> _running = [];
    private FileRolloutStore? _store;
    private int _edits;

    /// <summary>Gets the gate of the process that was started last.</summary>
    public FeatureGate Gate { get; private set; } = null!;

    /// <summary>Gets the gates of all processes, the oldest first.</summary>
    public IReadOnlyList<FeatureGate> Gates => _running;

    /// <summary>Gets or sets what stands around the store of the processes to come.</summary>
    public Func<FileRolloutStore, IRolloutStore> Around { get; set; } = static store => store;

    public RolloutProgress Progress => Gate.Rollouts.Find(Flag)!;

    public IReadOnlyList<RolloutJournalEntry> Entries => Gate.Rollouts.JournalOf(Flag).Entries;

    private string File => _folder.File("flags.json");

    /// <summary>Opens a site on whose flags a process has started the rollout.</summary>
    public static async Task<Site> StartedAsync(string flags, string segments = "")
    {
        var site = new Site();
        await site.WriteAsync(flags, segments);
        await site.StartAsync();
        RolloutCommandResult started = await site.Gate.Rollouts.StartAsync(Flag, "ada", "release day");
        Assert.True(started.IsAccepted, started.Sentence);
        await site.LookAsync();
        return site;
    }

    /// <summary>Edits the file, and awaits that the edit is in force.</summary>
    public async Task EditAsync(string flags, string segments = "")
    {
        await WriteAsync(flags, segments);
        string edit = $"edit-{_edits}";
        await Eventually.True(() => Gate.Decide("edits", default).Variant == edit);
    }

    /// <summary>Edits the file, and awaits that the edit is refused.</summary>
    public async Task<string> RefusedAsync(string flags, string segments = "")
    {
        await WriteAsync(flags, segments);
        await Eventually.True(() => Gate.Status.Layers[0].IsServingOldDocument);
        return Gate.Status.LastError!;
    }

    /// <summary>Edits the file while no process runs.</summary>
    public async Task WriteAsync(string flags, string segments = "")
    {
        string edit = $"edit-{++_edits}";
        string text = $$"""
            { "schemaVersion": 1, "segments": { {{segments}} },
              "flags": { {{flags}}{{(flags.Length > 0 ? "," : "")}} "edits": { "owner": "shop", "variants": { "{{edit}}": 1 }, "off": "{{edit}}" } } }
            """;
        await System.IO.File.WriteAllTextAsync(File + ".new", text);
        System.IO.File.Move(File + ".new", File, overwrite: true);
    }

    /// <summary>Lets ten seconds pass, and takes a step.</summary>
    public Task LookAsync()
    {
        _clock.Advance(TimeSpan.FromSeconds(10));
        return Gate.Rollouts.StepAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Ends all processes, and starts one.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task StopAsync()
    {
        _running.Reverse();
        foreach (FeatureGate gate in _running)
        {
            await gate.DisposeAsync();
        }

        _running.Clear();
        _store?.Dispose();
    }

    /// <summary>Ends the process that was started last, and starts it again.</summary>
    public async Task RestartLastAsync()
    {
        await _running[^1].DisposeAsync();
        _running.RemoveAt(_running.Count - 1);
        await StartAsync();
    }

    /// <summary>Starts a process, which follows where another controls.</summary>
    public async Task StartAsync()
    {
        _store = new FileRolloutStore(_folder.File("rollouts"), _clock);
        var options = new FeatureGateOptions { TimeProvider = _clock, FreshWithin = TimeSpan.FromDays(7) };
        options.KillFile = _folder.File($"kills-{_running.Count}.json");
        options.Rollouts.Store = Around(_store);
        options.Rollouts.Instance = $"process-{_running.Count}";
        options.Rollouts.RunsByItself = false;
        Gate = await FeatureGate.StartAsync([new JsonFileFlagProvider(File)], options, TestContext.Current.CancellationToken);
        _running.Add(Gate);
    }

    /// <summary>Makes the journal what it would be had no entry said what is kept.</summary>
    public async Task ForgetWhatIsKeptAsync()
    {
        string journal = Directory.GetFiles(_folder.File("rollouts"), "*.jsonl").Single();
        RolloutJournalEntry? last = null;
        var lines = new List<string>();
        foreach (RolloutJournalEntry entry in (await System.IO.File.ReadAllLinesAsync(journal)).Select(static line => RolloutJournalEntry.Parse(System.Text.Encoding.UTF8.GetBytes(line))))
        {
            last = RolloutJournalEntry.After(last, DraftOf(entry));
            lines.Add(System.Text.Encoding.UTF8.GetString(last.ToJson()) + "\n");
        }

        await System.IO.File.WriteAllTextAsync(journal, string.Concat(lines));
        Array.ForEach(Directory.GetFiles(_folder.File("rollouts"), "*.checkpoint"), System.IO.File.Delete);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private static RolloutEntryDraft DraftOf(RolloutJournalEntry entry) => new()
    {
        Flag = entry.Flag,
        Attempt = entry.Attempt,
        Time = entry.Time,
        Actor = entry.Actor,
        Kind = entry.Kind,
        From = entry.From,
        To = entry.To,
        Reason = entry.Reason,
        Verdicts = entry.Verdicts,
        Counters = entry.Counters,
        SnapshotHash = entry.SnapshotHash,
        Definition = entry.Definition,
        Detail = entry.Detail,
    };
}
