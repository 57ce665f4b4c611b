using ModularRollout.Benchmarks.Peers;
using ModularRollout.Benchmarks.Reporting;

namespace ModularRollout.Benchmarks.Commands;

/// <summary>H: scenario B on one thread and on two, beside the same work with nothing shared.</summary>
internal static class ScalingCommand
{
    private const int Rounds = 41;
    private const int Walks = 16_000;
    private const int PeerWalks = 120;

    public static void Run(Figures figures)
    {
        using FeatureGate shared = FeatureGate.FromJson(Scenarios.Document);
        var key = new FlagKey<bool>(Scenarios.Split, false);
        FeatureGate[] own = [FeatureGate.FromJson(Scenarios.Document), FeatureGate.FromJson(Scenarios.Document)];
        FlagKey<bool>[] ownKeys = [new(Scenarios.Split, false), new(Scenarios.Split, false)];
        EvaluationContext[] contexts = Subjects.Keyed();
        using FeatureManagementPeer peer = FeatureManagementPeer.OfScenarios();
        PeerSubject[] peerSubjects = PeerSubject.All();

        var contest = new Contest(
            Rounds,
            new Contestant("nothing shared: a gate a thread", Walks, thread => Walk(own[thread], ownKeys[thread], Subjects.Keyed())),
            new Contestant("one gate", Walks, _ => Walk(shared, key, contexts)),
            new Contestant("one gate, a scope a thread", Walks, _ => Scoped(shared, key, contexts)),
            new Contestant("Microsoft.FeatureManagement", PeerWalks, _ => Peer(peer, peerSubjects)));
        Report(figures, contest);
    }

    private static void Report(Figures figures, Contest contest)
    {
        var rows = new List<string[]>();
        for (int i = 0; i < contest.Count; i++)
        {
            figures.Add("scaling." + i, contest.OfFirst(i));
            rows.Add([
                contest.NameOf(i), Figures.Digits(contest.Alone(i) / 1e6), Figures.Digits(contest.Together(i) / 1e6),
                Figures.Digits(contest.Scaling(i)), Figures.Digits(contest.OfFirst(i))]);
        }

        figures.Table(
            "H. Threads (scenario B)",
            $"Million decisions a second on dedicated threads, medians of {contest.Rounds} alternating rounds. Scaling is compared within each round; its medians are not the quotients of the medians beside them.",
            ["", "1 thread", "2 threads", "scaling", "of the control's"],
            rows);
    }

    private static Func<int> Walk(FeatureGate gate, FlagKey<bool> key, EvaluationContext[] contexts) => () =>
    {
        int on = 0;
        foreach (ref readonly EvaluationContext context in contexts.AsSpan())
        {
            on += gate.IsEnabled(key, context) ? 1 : 0;
        }

        return on;
    };

    private static Func<int> Scoped(FeatureGate gate, FlagKey<bool> key, EvaluationContext[] contexts)
    {
        // Not disposed of: the row is wanted until the gate goes.
        FeatureScope scope = gate.OpenScope();
        return () =>
        {
            int on = 0;
            foreach (ref readonly EvaluationContext context in contexts.AsSpan())
            {
                on += scope.IsEnabled(key, context) ? 1 : 0;
            }

            return on;
        };
    }

    private static Func<int> Peer(FeatureManagementPeer peer, PeerSubject[] subjects) => () =>
    {
        int on = 0;
        foreach (PeerSubject subject in subjects)
        {
            // Always complete: the peer's answer comes from its cache.
            on += peer.Manager.IsEnabledAsync(Scenarios.Split, subject).AsTask().GetAwaiter().GetResult() ? 1 : 0;
        }

        return on;
    };
}
