using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>Rollouts with a holdback of a fifth, under watch before and after completion.</summary>
internal static class Holdbacks
{
    public const string Errors = """{ "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 } }""";
    public const string Orders = """{ "name": "orders", "events": { "custom": "order-lost" }, "noMoreThan": { "timesBaseline": 1.0 }, "onBreach": "hold" }""";

    private const string Stages = """{ "name": "half", "percent": 50 }, { "name": "full", "percent": 100, "holdbackPercent": 20 }""";

    public static Watched Completed(string guards, string instance = "one") => Complete(Watching(guards, instance));

    /// <summary>Stands in the last stage, with enough outcomes to be healthy.</summary>
    public static Watched Watching(string guards, string instance = "one")
    {
        var watched = new Watched(Situation.At(1, Stages, guards: guards), instance: instance);
        watched.Trade(1000);
        watched.SettleAndLook();
        return watched;
    }

    public static Watched Complete(Watched watched) => watched.Enter(RolloutEntryKind.Complete, static at => at.Completed());

    public static void Fail(Watched watched, int subjects, double from = 0)
    {
        for (int i = 0; i < subjects; i++)
        {
            watched.Failure(Watched.At(from + (i / 1000.0)));
        }
    }
}
