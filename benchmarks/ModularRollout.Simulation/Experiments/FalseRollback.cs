using ModularRollout.Simulation.Traffic;

namespace ModularRollout.Simulation.Experiments;

/// <summary>Nothing is worse: how often is a good release rolled back in 100,000 outcomes, with a look after each?</summary>
internal static class FalseRollback
{
    public const string Property = "false rollback, nothing worse";

    private const double Rate = .01;
    private const double RareRate = .0005;

    public static void Run(Runs runs, Findings findings)
    {
        Add("fixed 50/50", new Failures(Stage.Fixed(.5), Rate));
        Add("fixed 50/50, rare (.05 %)", new Failures(Stage.Fixed(.5), RareRate));
        Add("fixed 1/99", new Failures(Stage.Fixed(.01), Rate));
        Add("ramp 1-5-25-50", new Failures(Stage.Ramp, Rate));
        Add("ramp, daily swing of 80 %", new Failures(Stage.Ramp, Rate) { Weather = static moment => 1 + (.8 * Math.Sin(2 * Math.PI * 3 * moment)) });
        Add("ramp, 20 % outage in both arms", new Failures(Stage.Ramp, Rate) { Weather = static moment => moment is > .8 and < .85 ? 20 : 1 });
        Add("ramp, rare (.05 %)", new Failures(Stage.Ramp, RareRate));

        var even = new Failures(Stage.Fixed(.5), Rate);
        findings.Levels(Property, "fixed 50/50, baseline reports failures 30 s later", runs.Each("settled", dice => Failures.HighestLog(even.Stages, SlowReports.Settled(even.Run(dice)))));
        double[] atOnce = runs.Each("at once", dice => Failures.HighestLog(even.Stages, SlowReports.AtOnce(even.Run(dice))));
        findings.Told(Property, "… were it judged without settling, α 0.01", Levelled.Reached(atOnce, .01));

        void Add(string name, Failures failures) => findings.Levels(Property, name, runs.Each(name, failures.HighestLog));
    }
}
