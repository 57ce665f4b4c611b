using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Counting;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>Plans to watch, and what is asked of them.</summary>
internal static class WatchedPlans
{
    public const string Errors = """{ "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1.0 } }""";
    public const string Orders = """{ "name": "orders", "events": { "custom": "order-lost" }, "noMoreThan": { "timesBaseline": 1.0 }, "onBreach": "hold" }""";
    public const string Budget = """{ "name": "budget", "events": "errors", "noMoreThan": { "rate": 0.05 } }""";
    public const string Ramp = """{ "name": "quarter", "percent": 25 }, { "name": "half", "percent": 50 }, { "name": "full", "percent": 100 }""";

    /// <summary>Has an outcome of so many subjects, close to each other on the line.</summary>
    public static void Report(Watched watched, int subjects, double from)
    {
        for (int i = 0; i < subjects; i++)
        {
            watched.Success(Watched.At(from + (i * 1e-5)));
        }
    }

    /// <summary>A stage that was healthy for a tick.</summary>
    public static Watched Healthy()
    {
        Watched watched = At(Errors).Trade(800);
        watched.SettleAndLook();
        return watched;
    }

    public static Watched At(string guards, string stages = Ramp, string more = "") => new(Situation.At(0, stages, more, guards));

    public static (double Dwell, double Blind, double Window) Seconds(RolloutClocks clocks) => (clocks.Dwell.TotalSeconds, clocks.Blind.TotalSeconds, clocks.Window.TotalSeconds);

    /// <summary>Gets what the first guard says: its verdict, and the sentence that is about more than its numbers.</summary>
    public static (GuardVerdict Verdict, string Why) Say(RolloutEvidence evidence)
    {
        GuardReading reading = evidence.Readings[0];
        int end = reading.Sentence.IndexOf(reading.Sentence.Contains(" events in ", StringComparison.Ordinal) ? " 0 events in " : " 0 of 0 subjects", StringComparison.Ordinal);
        return (reading.Verdict, end < 0 ? "" : reading.Sentence[..end]);
    }
}
