using ModularRollout.Benchmarks;

namespace ModularRollout.Instructions;

/// <summary>One loop per scenario, over the subjects in turn.</summary>
internal static class Loops
{
    private static readonly FlagKey<bool> s_constant = new(Scenarios.Constant, false);
    private static readonly FlagKey<bool> s_split = new(Scenarios.Split, false);
    private static readonly FlagKey<bool> s_rules = new(Scenarios.Rules, false);
    private static readonly FlagKey<string> s_variants = new(Scenarios.Variants, "");
    private static readonly string s_name = new("constant".AsSpan());

    private static readonly FeatureGate s_gate = FeatureGate.FromJson(Scenarios.Document);
    private static readonly string[] s_ids = Subjects.Ids();
    private static readonly EvaluationContext[] s_keyed = Subjects.Keyed();
    private static readonly EvaluationContext[] s_attributed = Subjects.WithAttributes();

    /// <summary>Gets the loops by scenario; <c>loop</c> is the loop itself, to be subtracted.</summary>
    public static IReadOnlyDictionary<string, Func<long, long>> All { get; } = new Dictionary<string, Func<long, long>>
    {
        ["loop"] = Nothing,
        ["A"] = static count => Decide(count, s_constant, s_keyed),
        ["A-scope"] = static count => DecideInScope(count, s_constant, s_keyed),
        ["B"] = static count => Decide(count, s_split, s_keyed),
        ["B-scope"] = static count => DecideInScope(count, s_split, s_keyed),
        ["C"] = static count => Decide(count, s_rules, s_attributed),
        ["D"] = Variants,
        ["E"] = ByName,
        ["F-key"] = Contexts,
        ["F-three"] = ContextsWithAttributes,
        ["rollout"] = RolloutLoops.Decide,
        ["rollout-record"] = RolloutLoops.DecideAndRecord,
        ["guard-look"] = RolloutLoops.Look,
    };

    /// <summary>Makes every path warm, so that both lengths pay for it alike.</summary>
    public static void Prepare()
    {
        foreach (Func<long, long> loop in All.Values)
        {
            _ = loop(Subjects.Count);
        }
    }

    private static long Nothing(long count)
    {
        long sum = 0;
        for (long i = 0; i < count; i++)
        {
            sum += s_keyed[i & (Subjects.Count - 1)].TargetingKey is null ? 0 : 1;
        }

        return sum;
    }

    private static long Decide(long count, FlagKey<bool> key, EvaluationContext[] contexts)
    {
        long on = 0;
        for (long i = 0; i < count; i++)
        {
            on += s_gate.IsEnabled(key, contexts[i & (Subjects.Count - 1)]) ? 1 : 0;
        }

        return on;
    }

    private static long DecideInScope(long count, FlagKey<bool> key, EvaluationContext[] contexts)
    {
        using FeatureScope scope = s_gate.OpenScope();
        long on = 0;
        for (long i = 0; i < count; i++)
        {
            on += scope.IsEnabled(key, contexts[i & (Subjects.Count - 1)]) ? 1 : 0;
        }

        return on;
    }

    private static long Variants(long count)
    {
        long reds = 0;
        for (long i = 0; i < count; i++)
        {
            reds += s_gate.Get(s_variants, s_keyed[i & (Subjects.Count - 1)])[1] == 'd' ? 1 : 0;
        }

        return reds;
    }

    private static long ByName(long count)
    {
        long on = 0;
        for (long i = 0; i < count; i++)
        {
            on += s_gate.IsEnabled(s_name, s_keyed[i & (Subjects.Count - 1)]) ? 1 : 0;
        }

        return on;
    }

    private static long Contexts(long count)
    {
        long keys = 0;
        for (long i = 0; i < count; i++)
        {
            var context = new EvaluationContext(s_ids[i & (Subjects.Count - 1)]);
            keys += context.TargetingKey is null ? 0 : 1;
        }

        return keys;
    }

    private static long ContextsWithAttributes(long count)
    {
        long keys = 0;
        for (long i = 0; i < count; i++)
        {
            EvaluationContext context = EvaluationContext.For(s_ids[i & (Subjects.Count - 1)])
                .With("country", "DE").With("plan", "team").With("age", 41L).Build();
            keys += context.TargetingKey is null ? 0 : 1;
        }

        return keys;
    }
}
