using ModularRollout.Snapshots;

namespace ModularRollout.Evaluation;

/// <summary>Decides without counting or recording, and explains.</summary>
internal static class FlagExplainer
{
    public static Decision Decide(FeatureSnapshot snapshot, string flag, in EvaluationContext context)
    {
        NoTrace trace = default;
        return Decide(snapshot, flag, context, ref trace, static (ref NoTrace _) => { });
    }

    public static FlagExplanation Explain(FeatureSnapshot snapshot, string flag, in EvaluationContext context)
    {
        var trace = new StepTrace([]);
        Decision decision = Decide(snapshot, flag, context, ref trace, static (ref StepTrace trace) => trace.Killed());
        if (decision.Compiled.Flag is null)
        {
            trace.Undefined(decision.Error);
        }

        return new FlagExplanation(decision, flag is null ? null : snapshot.ProviderOf(flag), snapshot.ContentHash, trace.Steps);
    }

    private delegate void OnKilled<TTrace>(ref TTrace trace);

    private static Decision Decide<TTrace>(
        FeatureSnapshot snapshot, string? name, in EvaluationContext context, ref TTrace trace, OnKilled<TTrace> onKilled)
        where TTrace : struct, IEvaluationTrace
    {
        if (name is null || snapshot.Gate.Directory.Find(name) is not { } slot || snapshot.Find(slot) is not { } flag)
        {
            return snapshot.Missing(name ?? "");
        }

        if (snapshot.IsKilled(slot))
        {
            onKilled(ref trace);
            return new Decision(flag.Rare.Disabled, 0, snapshot);
        }

        CompiledDecision decision = FlagEvaluator.Evaluate(flag, context, snapshot, ref trace, out ulong hash);
        return new Decision(decision, hash, snapshot);
    }
}
