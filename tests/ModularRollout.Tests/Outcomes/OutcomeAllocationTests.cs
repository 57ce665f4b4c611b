using ModularRollout.Outcomes;
using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Outcomes;

/// <summary>Recording and switching cost no garbage once warm.</summary>
[Collection(ProcessWide.Name)]
public sealed class OutcomeAllocationTests
{
    [Fact]
    public void Record_Warm_AllocatesNothing()
    {
        using var recorder = new OutcomeRecorder(TimeProvider.System, static _ => { });
        OutcomeChannel channel = recorder.Open(new SilentReader(), 0);

        // Fewer than a chunk between two drains, so that how many chunks are out does not depend on when the pool drains.
        AllocatesNothing(() =>
        {
            for (int i = 0; i < OutcomeRecorder.ChunkLength / 3; i++)
            {
                channel.Record((ulong)i, DecisionArm.Candidate, Outcome.Success(default));
                channel.Record((ulong)i, DecisionArm.Candidate, Outcome.Event("order-lost"));
            }

            recorder.Drain();
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Switch_PathsThatEndSynchronously_AllocatesNothing(bool isMeasured)
    {
        using var exposed = new Exposed(clock: TimeProvider.System);
        using var recorder = new OutcomeRecorder(TimeProvider.System, static _ => { });
        exposed.Expose(recorder.Open(new SilentReader(), 0));
        string flag = isMeasured ? Exposed.Flag : "plain";
        var key = new FlagKey<bool>(flag, false);
        FeatureSnapshot gate = exposed.Gate;
        EvaluationContext context = exposed.In(DecisionArm.Candidate);
        var options = new SwitchOptions<int> { IsFailure = static result => result > 1 };
        object state = new();

        AllocatesNothing(() =>
        {
            Finish(gate.SwitchAsync(key, context, 1, static (state, _) => ValueTask.FromResult(state), static (state, _) => ValueTask.FromResult(state + 1), default));
            Finish(gate.SwitchAsync(flag, context, static _ => ValueTask.FromResult("a"), static _ => ValueTask.FromResult("b"), default));
            Finish(gate.SwitchAsync(key, context, state, static (_, _) => default, static (_, _) => default, default));
            Finish(gate.SwitchAsync(flag, context, static _ => default(ValueTask), static _ => default(ValueTask), default));
            _ = gate.Switch(key, context, 1, static state => state, static state => state + 1);
            _ = gate.Switch(flag, context, static () => 1, static () => 2);
            gate.Switch(key, context, state, static _ => { }, static _ => { });
            gate.Switch(flag, context, static () => { }, static () => { });
            _ = gate.Decide(key, context).Switch(1, static state => state, static state => state, options, default);
            recorder.Drain();
        });
    }

    [Fact]
    public void Decide_ReportedByValue_AllocatesNothing()
    {
        using var exposed = new Exposed(clock: TimeProvider.System, reportBy: ["country", "plan"]);
        FlagKey<bool> key = exposed.Key;
        FeatureSnapshot gate = exposed.Gate;
        EvaluationContext swiss = EvaluationContext.For("user-1").With("country", "CH").With("plan", 3).Build();
        EvaluationContext austrian = EvaluationContext.For("user-2").With("country", "AT").With("role", "staff").Build();

        AllocatesNothing(() =>
        {
            _ = gate.Decide(key, swiss);
            _ = gate.Decide(key, austrian);
        });
    }

    private static void Finish<T>(ValueTask<T> work)
    {
        Assert.True(work.IsCompletedSuccessfully);
        work.GetAwaiter().GetResult();
    }

    private static void Finish(ValueTask work)
    {
        Assert.True(work.IsCompletedSuccessfully);
        work.GetAwaiter().GetResult();
    }

    private static void AllocatesNothing(Action act)
    {
        for (int i = 0; i < 50; i++)
        {
            act();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
        {
            act();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class SilentReader : IOutcomeReader
    {
        public string[] CustomEvents { get; } = ["order-lost"];

        public SubjectValues? Values => null;

        public TimeSpan Patience => TimeSpan.FromMinutes(1);

        public void Read(int stretch, ReadOnlySpan<OutcomeRecord> records)
        {
        }

        public void Lose(int stretch, long dropped, long unmeasured)
        {
        }

        public void Settle(long timestamp)
        {
        }
    }
}
