using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Reports;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Providers;

namespace ModularRollout.Tests.Rollouts.Control.Further;

/// <summary>A gate with one flag that goes from version to version, on virtual time and a store that outlives the gate.</summary>
internal sealed class Banner : IAsyncDisposable
{
    public const string Flag = "banner";
    public const string Stages = """{ "name": "quarter", "percent": 25, "dwell": "10s" }, { "name": "full", "percent": 100, "dwell": "10s" }""";
    public const string Heldback = """{ "name": "half", "percent": 50, "dwell": "10s" }, { "name": "full", "percent": 100, "dwell": "10s", "holdbackPercent": 20 }""";

    private readonly IRolloutStore _store;
    private readonly Action<FeatureGateOptions>? _configure;
    private readonly FakeTimeProvider _clock;
    private TaskCompletionSource<FlagPayload> _next = null!;
    private ScriptedProvider _flags = null!;
    private string _definition;
    private int _version;
    private long _visitor;

    private Banner(IRolloutStore store, string definition, Action<FeatureGateOptions>? configure, FakeTimeProvider clock)
    {
        _store = store;
        _definition = definition;
        _configure = configure;
        _clock = clock;
    }

    public FakeTimeProvider Clock => _clock;

    public FeatureGate Gate { get; private set; } = null!;

    public RolloutController Rollouts => Gate.Rollouts;

    public RolloutProgress Progress => Rollouts.Find(Flag)!;

    /// <summary>Gets where the rollout stands; <see langword="null"/> where the flag has none.</summary>
    public RolloutProgress? ProgressOrNone => Rollouts.Find(Flag);

    public RolloutJournalEntry[] Journal => [.. Rollouts.JournalOf(Flag).Entries.Where(static entry => entry.Kind is not (RolloutEntryKind.Report or RolloutEntryKind.Refuse))];

    /// <summary>Gets or sets the variant whose visitors fail, and no others do.</summary>
    public string? Failing { get; set; }

    /// <summary>Writes the document of a flag under a plan; versions are named <c>v1</c> and so on.</summary>
    public static string Document(string from, string to, string stages = Stages, string more = "", string values = Values, string flag = "", string others = "") =>
        Written($$"""
        "otherwise": { "serve": "{{from}}" },
        "rollout": { "candidate": "{{to}}", "baseline": "{{from}}", "settle": "5s", "minOutcomes": 5, {{more}} "stages": [ {{stages}} ],
          "guards": [ { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1 } }, { "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.05 } } ] }
        """, values, flag, others);

    /// <summary>Writes the document of the flag without a plan.</summary>
    public static string Without(string serve, string values = Values, string flag = "") => Written($$"""  "otherwise": { "serve": "{{serve}}" } """, values, flag, "");

    public const string Values = """ "v1": "red", "v2": "green", "v3": "blue", "v4": "grey" """;

    public static async Task<Banner> OpenAsync(string definition, IRolloutStore? store = null, Action<FeatureGateOptions>? configure = null, FakeTimeProvider? clock = null)
    {
        clock ??= new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        var banner = new Banner(store ?? new MemoryRolloutStore(), definition, configure, clock);
        await banner.OpenAsync();
        return banner;
    }

    /// <summary>Opens a gate whose rollout from <c>v1</c> to <c>v2</c> has completed.</summary>
    public static async Task<Banner> CompletedAsync(string stages = Stages, IRolloutStore? store = null, Action<FeatureGateOptions>? configure = null, string values = Values, string more = "")
    {
        Banner banner = await OpenAsync(Document("v1", "v2", stages, more, values), store, configure);
        await banner.MustAsync(await banner.Rollouts.StartAsync(Flag, "ada", "release day"));
        await banner.CompleteAsync();
        return banner;
    }

    /// <summary>Opens a gate whose rollout from <c>v1</c> to <c>v2</c> has completed, and that goes on to <c>v3</c>.</summary>
    public static async Task<Banner> GoneOnAsync(string stages = Stages)
    {
        Banner banner = await CompletedAsync(stages);
        await banner.PublishAsync(Document("v2", "v3"));
        await banner.MustAsync(await banner.RestartAsync());
        return banner;
    }

    public async Task MustAsync(RolloutCommandResult result)
    {
        Assert.True(result.IsAccepted, result.Sentence);
        await StepAsync();
    }

    public Task<RolloutCommandResult> RestartAsync(string reason = "on we go") => Rollouts.RestartAsync(Flag, "ada", reason);

    public Task<RolloutCommandResult> RollBackAsync() => Rollouts.RollBackAsync(Flag, "ada", "enough");

    public Task StepAsync() => Rollouts.StepAsync(TestContext.Current.CancellationToken);

    /// <summary>Lets ten seconds pass, with visitors.</summary>
    public Task TradeAsync(int visitors = 120)
    {
        for (int i = 0; i < visitors; i++)
        {
            Decision decision = Gate.Decide(Flag, new EvaluationContext("visitor-" + _visitor++.ToString(CultureInfo.InvariantCulture)));
            var took = TimeSpan.FromMilliseconds(50);
            decision.Record(decision.Variant == Failing ? Outcome.Failure(took) : Outcome.Success(took));
        }

        _clock.Advance(TimeSpan.FromSeconds(10));
        return StepAsync();
    }

    public async Task CompleteAsync()
    {
        for (int i = 0; i < 30 && Progress.Status != RolloutStatus.Completed; i++)
        {
            await TradeAsync();
        }

        Assert.True(Progress.Status == RolloutStatus.Completed, string.Join(' ', Progress.Waits));
    }

    /// <summary>Publishes a document, and awaits that it is in force; the controller has not looked at it then.</summary>
    public async Task PublishAsync(string definition)
    {
        _definition = definition;
        TaskCompletionSource<FlagPayload> awaited = _next;
        _next = Awaited();
        _flags.ThenAwait(_next.Task);
        long before = Gate.Current.Version;
        awaited.SetResult(Payload());
        await Eventually.True(() => Gate.Current.Version > before);
    }

    /// <summary>Ends the gate and opens another on what is published and stored.</summary>
    public async Task ReopenAsync()
    {
        await Gate.DisposeAsync();
        await OpenAsync();
    }

    public RolloutReport ReportOf(int attempt) => RolloutReport.Of(Rollouts.JournalOf(Flag), attempt)!;

    /// <summary>Gets what subjects get: variant and value.</summary>
    public string[] Answers(int subjects = 2000) => Answers(Gate, subjects);

    /// <inheritdoc cref="Answers(int)"/>
    public static string[] Answers(FeatureGate gate, int subjects = 2000) => [.. Enumerable.Range(0, subjects).Select(i => AnswerOf(gate.Decide(Flag, new EvaluationContext("subject-" + i))))];

    /// <summary>Counts the subjects of each answer.</summary>
    public string Shares(int subjects = 2000) => string.Join(", ", Answers(subjects).GroupBy(static answer => answer).OrderBy(static group => group.Key, StringComparer.Ordinal).Select(static group => $"{group.Key} {group.Count()}"));

    public ValueTask DisposeAsync() => Gate.DisposeAsync();

    private static string AnswerOf(Decision decision) => $"{decision.Variant}={decision.Get("")}";

    private static string Written(string rollout, string values, string flag, string others) =>
        $$"""{ "flags": { "{{Flag}}": { "owner": "shop", "permanent": true, "variants": { {{values}} }, "off": "v1", {{flag}} {{rollout}} } {{others}} } }""";

    private static TaskCompletionSource<FlagPayload> Awaited() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FlagPayload Payload() => new((++_version).ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(_definition));

    private async Task OpenAsync()
    {
        var options = new FeatureGateOptions { TimeProvider = _clock, FreshWithin = TimeSpan.FromDays(7) };
        options.Rollouts.Store = _store;
        options.Rollouts.SingleProcess = true;
        options.Rollouts.RunsByItself = false;
        _configure?.Invoke(options);
        _next = Awaited();
        FlagPayload first = Payload();
        _flags = new ScriptedProvider("shop").Deliver(first.Version!, first.Utf8Json).ThenAwait(_next.Task);
        Gate = await FeatureGate.StartAsync([_flags], options, TestContext.Current.CancellationToken);
    }
}
