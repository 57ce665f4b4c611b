using System.Text;
using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts;
using ModularRollout.Tests.Providers;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>A gate with one flag under a plan, on virtual time, with synthetic traffic.</summary>
internal sealed class Shop : IAsyncDisposable
{
    public const string Flag = "checkout.one-page";

    private long _shopper;
    private int _version = 1;
    private TaskCompletionSource<FlagPayload> _next;

    private Shop(FakeTimeProvider clock, FeatureGate gate, ScriptedProvider flags, TaskCompletionSource<FlagPayload> next)
    {
        _next = next;
        Clock = clock;
        Gate = gate;
        Flags = flags;
    }

    public FakeTimeProvider Clock { get; }

    public FeatureGate Gate { get; }

    public ScriptedProvider Flags { get; }

    public RolloutController Rollouts => Gate.Rollouts;

    public RolloutProgress Progress => Rollouts.Find(Flag)!;

    /// <summary>Gets or sets the fraction of outcomes that fail, by whether the candidate is served.</summary>
    public (double Baseline, double Candidate) FailureRate { get; set; } = (.01, .01);

    /// <summary>Gets or sets who the shopper with a number is, where it matters.</summary>
    public Func<long, EvaluationContext>? SubjectOf { get; set; }

    /// <summary>Gets or sets whether outcomes are reported.</summary>
    public bool Reports { get; set; } = true;

    /// <summary>Gets or sets that every so many shoppers one is of the staff; 0 for none.</summary>
    public int StaffEvery { get; set; }

    public static string Plan(string stages = """{ "name": "quarter", "percent": 25, "dwell": "5m" }, { "name": "full", "percent": 100, "dwell": "5m" }""", string more = "") =>
        $$"""
        { "candidate": "on", "baseline": "off",
          "stages": [ {{stages}} ],
          "guards": [ { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 } } ]{{(more.Length == 0 ? "" : ", " + more)}} }
        """;

    /// <summary>Gets or sets the number of the next shopper.</summary>
    public long NextShopper { get => _shopper; set => _shopper = value; }

    public static async Task<Shop> OpenAsync(string? plan = null, Action<FeatureGateOptions>? configure = null, string more = "", FakeTimeProvider? clock = null)
    {
        clock ??= new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        var options = new FeatureGateOptions { TimeProvider = clock };
        options.Rollouts.SingleProcess = true;
        options.Rollouts.RunsByItself = false;
        configure?.Invoke(options);
        var flags = new ScriptedProvider("shop").Deliver("1", Definition(plan ?? Plan(), more));
        TaskCompletionSource<FlagPayload> next = Awaited();
        flags.ThenAwait(next.Task);
        FeatureGate gate = await FeatureGate.StartAsync([flags], options, TestContext.Current.CancellationToken);
        return new Shop(clock, gate, flags, next);
    }

    public static byte[] Definition(string plan, string more = "") => Encoding.UTF8.GetBytes(
        $$"""
        { "schemaVersion": 1,
          "segments": { "staff": { "attribute": "email", "endsWith": ["@shop.example"] } },
          "flags": { "{{Flag}}": { "owner": "shop", "expires": "2027-01-01", "removalPlan": "delete the old form", {{more}} "rollout": {{plan}}, "otherwise": { "serve": "off" } } } }
        """);

    /// <summary>Publishes another document, and awaits that it is in force.</summary>
    public Task PublishAsync(string json) => PublishAsync(Encoding.UTF8.GetBytes(json));

    /// <inheritdoc cref="PublishAsync(string)"/>
    public async Task PublishAsync(byte[] json)
    {
        long before = Gate.Current.Version;
        Offer(json);
        await Eventually.True(() => Gate.Current.Version > before);
    }

    /// <summary>Delivers another document, whatever becomes of it.</summary>
    public void Offer(string json) => Offer(Encoding.UTF8.GetBytes(json));

    /// <summary>Lets time pass, with a look every ten seconds and shoppers between the looks.</summary>
    public async Task TradeAsync(TimeSpan time, int shoppersPerLook = 200)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(10))
        {
            for (int i = 0; i < shoppersPerLook; i++)
            {
                Buy();
            }

            Clock.Advance(TimeSpan.FromSeconds(10));
            await Rollouts.StepAsync(TestContext.Current.CancellationToken);
        }
    }

    public void Buy()
    {
        long shopper = _shopper++;
        bool isStaff = StaffEvery > 0 && shopper % StaffEvery == 0;
        EvaluationContext context = isStaff ? EvaluationContext.For("shopper-" + shopper).With("email", "ada@shop.example").Build() : new EvaluationContext("shopper-" + shopper);
        Decision decision = Gate.Decide(Flag, SubjectOf?.Invoke(shopper) ?? context);
        if (Reports)
        {
            // A failure is drawn from the shopper's own number, so that a run is the same each time.
            double draw = (double)unchecked((ulong)shopper * 0x9E3779B97F4A7C15UL) / ulong.MaxValue;
            double rate = decision.IsEnabled ? FailureRate.Candidate : FailureRate.Baseline;
            decision.Record(draw < rate ? Outcome.Failure(TimeSpan.FromMilliseconds(90)) : Outcome.Success(TimeSpan.FromMilliseconds(100)));
        }
    }

    public ValueTask DisposeAsync() => Gate.DisposeAsync();

    private void Offer(byte[] json)
    {
        TaskCompletionSource<FlagPayload> awaited = _next;
        _next = Awaited();
        Flags.ThenAwait(_next.Task);
        awaited.SetResult(new FlagPayload($"{++_version}", json));
    }

    private static TaskCompletionSource<FlagPayload> Awaited() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
