using Microsoft.Extensions.Time.Testing;
using ModularRollout.Outcomes;
using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Outcomes;

/// <summary>A flag under a rollout whose outcomes a test reads: half the subjects get the candidate.</summary>
internal sealed class Exposed : IDisposable
{
    public const string Flag = "checkout";

    private const string Document = """
        { "segments": { "staff": { "attribute": "role", "in": ["staff"] } },
          "flags": { "plain": {}, "checkout": { "rollout": { "candidate": "on", "baseline": "off",
            "stages": [ { "name": "ring", "audience": "staff" }, { "name": "half", "percent": 50 } ],
            "guards": [ { "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.1 } } ] } } } }
        """;

    private readonly Publishing _publishing;
    private readonly string[] _audiences;

    public Exposed(bool measuresActivities = false, TimeProvider? clock = null, string[]? reportBy = null, string[]? audiences = null)
    {
        _audiences = audiences ?? ["staff"];
        Reader = new RecordingReader { Values = reportBy is null ? null : new SubjectValues(reportBy) };
        _publishing = new Publishing(clock: clock ?? Clock);
        _publishing.Publish(Document);
        Recorder = new OutcomeRecorder(clock ?? Clock, Failures.Add);
        Channel = Recorder.Open(Reader, 0, measuresActivities);
        Expose(Channel);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));

    public RecordingReader Reader { get; }

    public List<Exception> Failures { get; } = [];

    public OutcomeRecorder Recorder { get; }

    public OutcomeChannel Channel { get; }

    public FlagKey<bool> Key { get; } = new(Flag, false);

    public FeatureSnapshot Gate => _publishing.Current;

    public FeatureGate Owner => _publishing.Gate;

    public static EvaluationContext Staff => A.Subject("boss", "role", "staff");

    /// <summary>Gets the first of the subjects user-1, user-2, … that is in an arm.</summary>
    public EvaluationContext In(DecisionArm arm)
    {
        for (int i = 1; ; i++)
        {
            EvaluationContext context = A.Subject($"user-{i}");
            if (Gate.Explain(Flag, context).Decision.Arm == arm)
            {
                return context;
            }
        }
    }

    public void Expose(OutcomeChannel channel) => _publishing.Expose(new RolloutExposure
    {
        Flag = Flag,
        Attempt = 1,
        Stage = 1,
        Audiences = _audiences,
        HasShare = true,
        Bound = 1ul << 63,
        Salt = "checkout/rollout/1",
        Outcomes = channel,
    });

    /// <summary>Opens a scope, whose decisions take the quick path where they can.</summary>
    public FeatureScope OpenScope() => new(Owner, Gate, Owner.Counters.Rent(), isQuiet: true);

    /// <summary>Gets what has been recorded.</summary>
    public string[] Drain()
    {
        Recorder.Drain();
        return Reader.Codes;
    }

    public void Dispose()
    {
        Recorder.Dispose();
        Owner.Dispose();
    }
}
