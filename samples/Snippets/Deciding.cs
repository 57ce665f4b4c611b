using System.Text.Json.Serialization;
using ModularRollout;

namespace Snippets;

/// <summary>The code of docs/evaluation.md.</summary>
public static class Deciding
{
    public static void Ask(IFeatureGate gate, EvaluationContext user)
    {
        #region ask
        bool isOnePage = gate.IsEnabled(Flags.OnePageCheckout, user);  // a boolean flag by its key
        string ranking = gate.Get(Flags.SearchRanking, user);          // a value by its key, with the key's fallback
        SearchLimits limits = gate.Get(Flags.SearchLimits, user);      // an object variant, bound once per snapshot
        bool mayExport = gate.IsEnabled("exports.pdf", user);          // any flag by its name
        Decision decision = gate.Decide(Flags.SearchRanking, user);    // everything: variant, reason, rule, bucket, error
        #endregion
        Console.WriteLine((isOnePage, ranking, limits, mayExport, decision.Reason));
    }

    public static EvaluationContext Build(Guid tenant, DateTimeOffset signedUp, string[] groups)
    {
        #region context
        EvaluationContext user = EvaluationContext.For("user-4711")
            .With("email", "anna@shop.example")
            .With("tenant", tenant)
            .With("orders", 12)
            .With("signedUp", signedUp)
            .With("groups", groups)
            .Build();
        #endregion
        return user;
    }

    public static Decision Force(IFeatureGate gate)
    {
        #region force
        EvaluationContext probe = EvaluationContext.For("probe-1").Force("checkout.one-page", "on").Build();
        Decision decision = gate.Decide(Flags.OnePageCheckout, probe); // reason Forced, in no arm
        #endregion
        return decision;
    }

    public static async Task HandleAsync(FeatureGate gate, EvaluationContext user, Func<IFeatureGate, Task> work)
    {
        #region scope
        using FeatureScope scope = gate.OpenScope();
        bool before = scope.IsEnabled(Flags.OnePageCheckout, user);
        await work(scope); // however long it takes
        bool after = scope.IsEnabled(Flags.OnePageCheckout, user); // as before, unless the flag was killed
        #endregion
        Console.WriteLine(before == after);
    }

    public static void Pin(FeatureGate gate, EvaluationContext[] users)
    {
        #region pin
        FeatureSnapshot snapshot = gate.Current;
        Parallel.ForEach(users, user => snapshot.Decide(Flags.SearchRanking, user));
        #endregion
    }

    public static void Explain(FeatureGate gate, EvaluationContext user)
    {
        #region explain
        FlagExplanation explanation = gate.Explain("checkout.one-page", user);
        Console.WriteLine(explanation); // the text below
        bool? isStaff = explanation.Steps.First(step => step.Text == "rule staff first").Applies;
        #endregion
        Console.WriteLine(isStaff);
    }

    public static void Replay(FeatureSnapshot snapshot, DecisionRecord record)
    {
        #region replay
        if (record.Context is { } context && record.ContentHash == snapshot.ContentHash)
        {
            Decision again = snapshot.Replay(record.Flag, context, record.Time);
            Console.WriteLine(again.Variant == record.Variant); // True
        }
        #endregion
    }

    public static void Fake()
    {
        #region fake
        Decision decision = Decision.Of("search.ranking", "hnsw", variant: "vector");
        #endregion
        Console.WriteLine(decision.Variant);
    }
}

#region keys
public static class Flags
{
    public static readonly FlagKey<bool> OnePageCheckout = new("checkout.one-page", fallback: false);
    public static readonly FlagKey<string> SearchRanking = new("search.ranking", fallback: "bm25");
    public static readonly FlagKey<SearchLimits> SearchLimits = new("search.limits", new(20, 800), FlagJson.Default.SearchLimits);
}

public sealed record SearchLimits(int PageSize, int TimeoutMs);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SearchLimits))]
public sealed partial class FlagJson : JsonSerializerContext;
#endregion
