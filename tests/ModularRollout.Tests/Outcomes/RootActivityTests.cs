using System.Diagnostics;

namespace ModularRollout.Tests.Outcomes;

/// <summary>Outcomes that come from the activity around a decision, without a line of the application's.</summary>
[Collection(ProcessWide.Name)]
public sealed class RootActivityTests : IDisposable
{
    private readonly Exposed _exposed = new(measuresActivities: true);
    private readonly ActivitySource _source = new("ModularRollout.Tests.RootActivity");
    private readonly ActivityListener _listener;
    private ActivitySamplingResult _sampling = ActivitySamplingResult.AllDataAndRecorded;

    public RootActivityTests()
    {
        _listener = new ActivityListener { ShouldListenTo = source => source == _source, Sample = (ref ActivityCreationOptions<ActivityContext> _) => _sampling };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
        _exposed.Dispose();
    }

    [Theory]
    [InlineData(ActivityStatusCode.Unset, "Candidate success 1500")]
    [InlineData(ActivityStatusCode.Ok, "Candidate success 1500")]
    [InlineData(ActivityStatusCode.Error, "Candidate failure 1500")]
    public void Decide_InAnActivity_RecordsItsStatusAndDurationOnceItHasEnded(ActivityStatusCode status, string expected)
    {
        Activity root = Start();
        _exposed.Gate.Decide(_exposed.Key, _exposed.In(DecisionArm.Candidate));
        Assert.Empty(_exposed.Drain());

        End(root, status);

        Assert.Equal([expected], _exposed.Drain());
        Assert.Equal([expected], _exposed.Drain());
        Assert.Empty(_exposed.Reader.Losses);
    }

    [Fact]
    public void Decide_ByScopeGateAndSnapshot_IsMeasuredEachTime()
    {
        EvaluationContext context = _exposed.In(DecisionArm.Baseline);
        using FeatureScope scope = _exposed.OpenScope();

        // The second round finds the counters there: no quick path may then pass by.
        for (int i = 0; i < 2; i++)
        {
            foreach (IFeatureGate gate in (IFeatureGate[])[scope, _exposed.Gate])
            {
                Activity root = Start();
                gate.Decide(_exposed.Key, context);
                End(root);
                root = Start();
                gate.Decide(Exposed.Flag, context);
                End(root);
            }
        }

        Assert.Equal(8, _exposed.Drain().Length);
        Assert.Equal(8, _exposed.Owner.Counters.Read().Single(static series => series.Key.Flag == Exposed.Flag).Value);
    }

    [Fact]
    public void Decide_SeveralTimesInOneActivity_CountsTheFirst()
    {
        Activity root = Start();
        using (_source.StartActivity("inner"))
        {
            _exposed.Gate.Decide(_exposed.Key, _exposed.In(DecisionArm.Candidate));
        }

        _exposed.Gate.Decide(_exposed.Key, _exposed.In(DecisionArm.Baseline));
        _exposed.Recorder.Drain();
        _exposed.Gate.Decide(_exposed.Key, _exposed.In(DecisionArm.Baseline));
        End(root);

        Assert.Equal(["Candidate success 1500"], _exposed.Drain());
    }

    [Fact]
    public void Decide_RingAndRest_MeasuresTheRing()
    {
        Activity root = Start();
        _exposed.Gate.Decide(_exposed.Key, Exposed.Staff);
        _exposed.Gate.Decide("plain", _exposed.In(DecisionArm.Baseline));
        End(root);

        Assert.Equal(["None success 1500"], _exposed.Drain());
    }

    [Fact]
    public void Decide_RemoteParent_TakesTheOutermostOfThisProcess()
    {
        Activity root = _source.StartActivity("request", ActivityKind.Server, new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true))!;
        using (Activity inner = _source.StartActivity("inner")!)
        {
            inner.SetStatus(ActivityStatusCode.Error);
            _exposed.Gate.Decide(_exposed.Key, _exposed.In(DecisionArm.Candidate));
        }

        End(root);

        Assert.Equal(["Candidate success 1500"], _exposed.Drain());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(ActivitySamplingResult.PropagationData)]
    [InlineData(ActivitySamplingResult.None)]
    public void Decide_WithoutARecordedActivity_CountsAsUnmeasured(ActivitySamplingResult? sampling)
    {
        _sampling = sampling ?? ActivitySamplingResult.None;
        using Activity? root = sampling is null ? null : _source.StartActivity("request");

        _exposed.Gate.Decide(_exposed.Key, _exposed.In(DecisionArm.Candidate));
        _exposed.Gate.Decide(_exposed.Key, _exposed.In(DecisionArm.Candidate));

        Assert.Empty(_exposed.Drain());
        Assert.Equal([(0, 0L, 2L)], _exposed.Reader.Losses);
    }

    [Fact]
    public void Decide_AfterTheActivityEnded_CountsAsUnmeasured()
    {
        Activity root = Start();
        End(root);
        Activity.Current = root;
        _exposed.Gate.Decide(_exposed.Key, _exposed.In(DecisionArm.Candidate));
        Activity.Current = null;

        Assert.Empty(_exposed.Drain());
    }

    [Fact]
    public void Drain_ActivityThatDoesNotEnd_IsLateOnceAndThenForgotten()
    {
        Activity root = Start();
        _exposed.Gate.Decide(_exposed.Key, _exposed.In(DecisionArm.Candidate));
        _exposed.Recorder.Drain();
        _exposed.Clock.Advance(TimeSpan.FromSeconds(62));

        Assert.Single(_exposed.Drain());
        Assert.Equal(TimeSpan.FromSeconds(62).Ticks, _exposed.Reader.Records.Single().Record.AgeTicks);
        _exposed.Gate.Decide(_exposed.Key, _exposed.In(DecisionArm.Candidate));
        End(root);
        Assert.Single(_exposed.Drain());
    }

    [Fact]
    public void Record_WhereActivitiesAreMeasured_TakesCustomEventsAlone()
    {
        Activity root = Start();
        Decision decision = _exposed.Gate.Decide(_exposed.Key, _exposed.In(DecisionArm.Candidate));
        decision.Record(Outcome.Failure(default));
        decision.Record(Outcome.Event("order-lost"));
        decision.Switch(0, static _ => { }, static _ => { }, null, default);
        End(root);

        Assert.Equal(["Candidate custom0 0", "Candidate success 1500"], _exposed.Drain());
    }

    [Fact]
    public void Close_Reader_ForgetsTheActivities()
    {
        Activity root = Start();
        _exposed.Gate.Decide(_exposed.Key, _exposed.In(DecisionArm.Candidate));
        _exposed.Recorder.Drain();
        _exposed.Recorder.Close(_exposed.Reader);
        End(root);

        Assert.Empty(_exposed.Drain());
    }

    [Fact]
    public void Explain_InAnActivity_MeasuresNothing()
    {
        Activity root = Start();
        _exposed.Gate.Explain(Exposed.Flag, _exposed.In(DecisionArm.Candidate));
        End(root);

        Assert.Empty(_exposed.Drain());
        Assert.Empty(_exposed.Reader.Losses);
    }

    private Activity Start() => _source.StartActivity("request") ?? throw new InvalidOperationException("Nobody listens.");

    /// <summary>Ends an activity after a second and a half of the gate's clock and of its own.</summary>
    private void End(Activity root, ActivityStatusCode status = ActivityStatusCode.Unset)
    {
        _exposed.Clock.Advance(TimeSpan.FromSeconds(1.5));
        root.SetStatus(status);
        root.SetEndTime(root.StartTimeUtc + TimeSpan.FromSeconds(1.5));
        root.Stop();
    }
}
