using System.Text;
using Microsoft.Extensions.Time.Testing;
using ModularRollout.Outcomes;
using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Evidence;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Tests.Rollouts.Counting;

/// <summary>One instance that counts outcomes of subjects whose place on the line of buckets a test chooses.</summary>
internal sealed class Tally
{
    public const int Errors = 0;
    public const int Slow = 1;
    public const int ErrorBudget = 2;
    public const int SlowestBudget = 3;
    public const int Orders = 4;
    public const int BounceBudget = 5;

    public static readonly RolloutPlan Plan = RolloutPlan.Parse("f", Encoding.UTF8.GetBytes("""
        { "candidate": "on", "baseline": "off", "settle": "60s", "reportBy": ["country", "plan"],
          "stages": [ { "name": "staff", "audience": "staff" }, { "name": "1", "percent": 1 }, { "name": "20", "percent": 20 }, { "name": "50", "percent": 50 }, { "name": "100", "percent": 100 } ],
          "guards": [
            { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 } },
            { "name": "latency", "events": "slow", "noMoreThan": { "timesBaseline": 1.0 } },
            { "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.01 } },
            { "name": "slowest", "events": { "slowerThan": "800ms" }, "noMoreThan": { "rate": 0.01 }, "per": "outcome" },
            { "name": "orders", "events": { "custom": "order-lost" }, "noMoreThan": { "timesBaseline": 1.0 } },
            { "name": "bounce", "events": { "custom": "bounce" }, "noMoreThan": { "rate": 0.1 } } ] }
        """));

    private static readonly FeatureSnapshot s_snapshot = A.Gate("{}").Current;

    private readonly Dictionary<int, ulong> _bounds = [];

    public Tally(string instance = "one", FakeTimeProvider? clock = null, RolloutPlan? plan = null)
    {
        Clock = clock ?? new FakeTimeProvider();
        Counts = new AttemptCounts(plan ?? Plan, Clock, instance);
    }

    private Tally(Tally saved, string instance, RolloutPlan? plan)
    {
        Clock = saved.Clock;
        _bounds = new(saved._bounds);
        Counts = AttemptCounts.Restore(plan ?? Plan, Clock, instance, saved.Counts.Save());
    }

    public FakeTimeProvider Clock { get; }

    /// <summary>Gets or sets the attributes of those who report.</summary>
    public EvaluationContext Subject { get; set; }

    public AttemptCounts Counts { get; }

    public EvidenceTotals Totals => Counts.Look();

    /// <summary>Gets the subject at a place on the line from 0 to 1.</summary>
    public static ulong At(double place) => (ulong)(place * 18446744073709551616.0);

    public Tally Restored(string instance = "one", RolloutPlan? plan = null) => new(this, instance, plan);

    /// <summary>Opens a stretch with a share in percent; its stage is the stretch unless said.</summary>
    public void Open(int stretch, double percent, int? stage = null)
    {
        _bounds[stretch] = percent >= 100 ? ulong.MaxValue : At(percent / 100);
        Counts.OpenStretch(stretch, stage ?? stretch, _bounds[stretch], percent > 0, percent >= 100);
    }

    public void Success(int stretch, ulong subject, double milliseconds = 1) => Report(stretch, subject, OutcomeCode.Success, milliseconds);

    public void Failure(int stretch, ulong subject, double milliseconds = 1) => Report(stretch, subject, OutcomeCode.Failure, milliseconds);

    public void Custom(int stretch, ulong subject, string name) =>
        Report(stretch, subject, (byte)(OutcomeCode.FirstCustom + Array.IndexOf(Counts.CustomEvents, name)), 0);

    public void Ring(int stretch, ulong subject, bool isFailure = false) => Report(stretch, subject, isFailure ? OutcomeCode.Failure : OutcomeCode.Success, 1, DecisionArm.None);

    public void Report(int stretch, ulong subject, byte code, double milliseconds, DecisionArm? arm = null)
    {
        TimeSpan duration = TimeSpan.FromMilliseconds(milliseconds);
        DecisionArm placed = arm ?? (subject < _bounds[stretch] ? DecisionArm.Candidate : DecisionArm.Baseline);
        ushort values = (ushort)(Counts.Values?.NumberOf(Subject, s_snapshot) ?? 0);
        Counts.Read(stretch, [new OutcomeRecord(1, subject, placed, code, Clock.GetTimestamp(), duration, duration) { Values = values }]);
    }

    public void Settle() => Counts.Settle(Clock.GetTimestamp());

    /// <summary>Lets everything settle that has been reported.</summary>
    public void SettleAll()
    {
        Clock.Advance(TimeSpan.FromSeconds(70));
        Settle();
    }

    /// <summary>Gets the cells of a guard with one event as text: share, candidate's labels of all.</summary>
    public string[] Cells(int guard = Errors, int since = 0) => TextOf(Totals.Cells(guard, since)[0]);

    public static string[] TextOf(LabelCell[] cells) =>
        [.. cells.Select(static cell => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{cell.Share:0.####}: {cell.Candidate} of {cell.Total}"))];
}
