namespace ModularRollout.Benchmarks.Reporting;

/// <summary>What we hold ourselves to, beside what was measured.</summary>
internal static class Marks
{
    private const double Microsecond = 1_000;
    private const double Millisecond = 1_000_000;
    private const double Megabyte = 1_000_000;

    private static readonly Mark[] s_marks =
    [
        Time("A", "constant flag, typed key", "ConstantBenchmarks.Gate", 6),
        Time("A", "in a scope", "ConstantBenchmarks.Scope", 4),
        Bytes("A", "allocated", "ConstantBenchmarks.Gate.bytes", 0),
        Time("B", "split", "SplitBenchmarks.Gate", 7),
        Time("B", "in a scope", "SplitBenchmarks.Scope", 6),
        Bytes("B", "allocated", "SplitBenchmarks.Gate.bytes", 0),
        Time("C", "three rules (stretch: 16 ns)", "RulesBenchmarks.Gate", 27),
        Bytes("C", "allocated", "RulesBenchmarks.Gate.bytes", 0),
        Time("D", "text variant", "VariantsBenchmarks.Gate", 8),
        Bytes("D", "allocated", "VariantsBenchmarks.Gate.bytes", 0),
        Beyond("E", "by name among 1,000, beyond A", "NameBenchmarks.NameFlags=1000", "ConstantBenchmarks.Gate", 13),
        Ratio("E", "100,000 flags beside 10, by name", "NameBenchmarks.NameFlags=100000", "NameBenchmarks.NameFlags=10", 2),
        Time("F", "bare key", "ContextBenchmarks.Key", 14),
        Bytes("F", "allocated, bare key", "ContextBenchmarks.Key.bytes", 0),
        Time("F", "three attributes", "ContextBenchmarks.KeyAndThreeAttributes", 60),
        Bytes("F", "allocated, three attributes", "ContextBenchmarks.KeyAndThreeAttributes.bytes", 150),
        Time("G", "event with a listener", "EventBenchmarks.Heard", 180),
        Bytes("G", "allocated", "EventBenchmarks.Heard.bytes", 480),
        AtLeast("H", "two threads: scaling of the control's", "scaling.1", 0.95),
        Time("I", "load 10,000 flags, warm", "LoadBenchmarks.LoadFlags=10000", 20 * Millisecond),
        Bytes("I", "allocated", "LoadBenchmarks.LoadFlags=10000.bytes", 8 * Megabyte),
        Time("I", "load 10,000 flags, cold, compiled at start", "cold.jit", 100 * Millisecond),
        Time("I", "load 10,000 flags, cold, ReadyToRun", "cold.r2r", 100 * Millisecond),
        Time("I", "load 10,000 flags, cold, NativeAOT", "cold.aot", 100 * Millisecond),
        Ratio("I", "100,000 flags beside 10,000 (linear: 10, with the caches' help)", "LoadBenchmarks.LoadFlags=100000", "LoadBenchmarks.LoadFlags=10000", 15),
        Bytes("I", "retained a flag beside the document", "retained.flag.10000", 600),
        Time("J", "lookup among 1,000,000", "MillionBenchmarks.Gate", 45),
        Bytes("J", "retained an entry", "retained.entry.1000000", 24),
        new("K", "publishing while reading, beside not", static f => f.Of("publishing.ratio"), 1.10, Figures.Digits),
        Ratio("L", "flag under a rollout beside B", "RolloutBenchmarks.Rollout", "RolloutBenchmarks.Split", 1.15),
        Time("M", "transition at 10,000 flags", "TransitionBenchmarks.Transition", Millisecond),
        Time("M", "through the controller: taken back, in effect", "transition.effect", Millisecond),
        Ratio("N", "durable journal entry beside writing and flushing its bytes", "StoreBenchmarks.Append", "StoreBenchmarks.WriteAndFlush", 2),
        new("N", "durable journal entries a second", static f => 1e9 / f.Of("StoreBenchmarks.Append"), 100, Figures.Digits, AtLeast: true),
        Time("O", "recording an outcome", "recording.1", 100),
        Bytes("O", "allocated", "recording.1.bytes", 0.5),
        AtLeast("O", "two threads: scaling of the control's", "recording.1.scaling", 0.95),
        Beyond("O", "`Switch`, beyond the path alone", "recording.6", "recording.4", 200),
        Bytes("O", "allocated", "recording.6.bytes", 0.5),
        Beyond("O", "`SwitchAsync`, beyond the path alone", "recording.9", "recording.7", 250),
        Bytes("O", "allocated", "recording.9.bytes", 0.5),
        Time("P", "guard: 12 points, 6 cells", "GuardBenchmarks.Comparison", 5 * Microsecond),
        Bytes("P", "allocated", "GuardBenchmarks.Comparison.bytes", 0),
        Time("Q", "look of the controller, 1,000 labelled subjects", "look.time", Millisecond),
    ];

    /// <summary>Makes the table of marks.</summary>
    public static string Judge(Figures figures)
    {
        var table = new Figures();
        table.Table("Marks", "", ["scenario", "what", "mark", "measured", "met"], s_marks.Select(mark => mark.Judge(figures)));
        return table.Text;
    }

    private static Mark Time(string scenario, string what, string figure, double limit) => new(scenario, what, f => f.Of(figure), limit, Figures.Time);

    private static Mark Bytes(string scenario, string what, string figure, double limit) => new(scenario, what, f => f.Of(figure), limit, Figures.Bytes);

    private static Mark Ratio(string scenario, string what, string figure, string beside, double limit) =>
        new(scenario, what, f => f.Of(figure) / f.Of(beside), limit, Figures.Digits);

    private static Mark Beyond(string scenario, string what, string figure, string beside, double limit) =>
        new(scenario, what, f => f.Of(figure) - f.Of(beside), limit, Figures.Time);

    private static Mark AtLeast(string scenario, string what, string figure, double limit) =>
        new(scenario, what, f => f.Of(figure), limit, Figures.Digits, AtLeast: true);

    private sealed record Mark(string Scenario, string What, Func<Figures, double> Measure, double Limit, Func<double, string> Format, bool AtLeast = false)
    {
        public string[] Judge(Figures figures)
        {
            double measured = Measure(figures);
            bool met = AtLeast ? measured >= Limit : measured <= Limit;
            return [Scenario, What, (AtLeast ? ">= " : "<= ") + Format(Limit), Format(measured), met ? "yes" : double.IsNaN(measured) ? "not measured" : "no"];
        }
    }
}
