using ModularRollout;
using ModularRollout.Providers;
using ModularRollout.Rollouts;
using ModularRollout.Testing;

namespace Snippets;

/// <summary>The code of docs/testing.md and of the package's README.</summary>
public static class Rehearsing
{
    private static readonly FlagKey<bool> Checkout = new("checkout.one-page", fallback: false);
    private static readonly FlagKey<int> PageSize = new("search.page-size", fallback: 20);

    public static void Fake(EvaluationContext ada)
    {
        #region fake-gate
        var gate = new FakeFeatureGate().Set(Checkout, true).Set(PageSize, 50).SetVariant("layout", "dense");

        int size = gate.Get(PageSize, ada);       // 50
        gate.Set(Checkout, false);                // live: seen by everybody at once
        bool isOnePage = gate.IsEnabled(Checkout, ada); // False

        gate.Decide("nobody", ada).ShouldFail(DecisionError.FlagNotFound); // as with a real gate
        int asked = gate.CountOf("search.page-size", "ada");               // 1
        #endregion
        Console.WriteLine((size, isOnePage, asked));
    }

    public static void Override(FakeFeatureGate gate, Action checkOut)
    {
        #region override
        using (gate.Override(Checkout, true))
        {
            using (gate.OverrideVariant("layout", "wide"))
            {
                checkOut(); // and whatever it starts sees both
            }
        }
        #endregion
    }

    public static async Task Outcomes(EvaluationContext ada, Func<IFeatureGate, EvaluationContext, Task> checkOutAsync)
    {
        #region outcomes
        var clock = new VirtualClock();
        var gate = new FakeFeatureGate(clock).Serve(Decision.Of("checkout.one-page", true, "on", DecisionReason.Rollout), DecisionArm.Candidate);

        await checkOutAsync(gate, ada); // the code under test: SwitchAsync, or Decide and Record

        foreach (RecordedOutcome outcome in gate.Outcomes.Of("checkout.one-page"))
        {
            Console.WriteLine(outcome); // checkout.one-page (on, Candidate): success after 120 ms
        }
        #endregion
    }

    public static async Task PassTime(InMemoryFlagProvider flags, Action<FeatureGate> visit)
    {
        #region virtual-time
        var clock = new VirtualClock(); // Microsoft's FakeTimeProvider, whose time of day can jump
        var options = new FeatureGateOptions { TimeProvider = clock };
        options.Rollouts.SingleProcess = true;   // the journal is in memory
        options.Rollouts.RunsByItself = false;   // looks come when the test says
        await using FeatureGate gate = await FeatureGate.StartAsync([flags], options);
        await gate.Rollouts.StartAsync("checkout.one-page", "ada", "release day");

        await gate.Rollouts.PassTimeAsync(clock, TimeSpan.FromMinutes(45), beforeLook: () => visit(gate));

        gate.Rollouts.Find("checkout.one-page").ShouldRunIn("quarter").ShouldWaitFor("subjects");
        clock.Jump(TimeSpan.FromHours(-2)); // somebody sets the clock back
        await gate.Rollouts.PassTimeUntilAsync(clock, "checkout.one-page", static at => at.Status == RolloutStatus.Completed, atMost: TimeSpan.FromDays(2), () => visit(gate));
        #endregion
    }

    public static async Task Drill()
    {
        #region drill
        RolloutDrill drill = RolloutDrill.FromFile("flags.json", "checkout.one-page").NoMoreThan(exposedSubjects: 25_000, time: TimeSpan.FromHours(6));
        drill.Traffic.VisitsPerSecond = 40;
        drill.Traffic.ErrorRate = .001;
        drill.Traffic.Subject = static i => EvaluationContext.For($"user-{i}").With("email", i % 50 == 0 ? $"{i}@shop.example" : $"{i}@mail.example").Build();

        DrillReport report = await drill.RunAllAsync(); // throws a DrillFailedException that says everything
        await File.WriteAllTextAsync("drill.md", report.ToMarkdown());
        #endregion
    }

    public static async Task Scenarios(RolloutDrill drill)
    {
        #region drill-scenarios
        DrillReport report = await drill.RunEachAsync(
        [
            DrillScenario.Healthy(),
            DrillScenario.CandidateErrors(times: 3, fromStage: "half"),
            DrillScenario.CandidateSlow(times: 1, plus: TimeSpan.FromMilliseconds(400)),
            DrillScenario.CandidateEvents("order-lost", times: 5),
            DrillScenario.MetricsOutage(fromStage: "quarter"),
            DrillScenario.ControllerCrash(),
        ]);

        DrillResult halfway = report.Results[1];
        Console.WriteLine($"{halfway.StoppedBy} after {halfway.TimeToStop}: {halfway.ExposedSubjects} subjects, {halfway.ExtraFailures} failures too many.");
        #endregion
    }

    public static async Task Record(DrillReport report, FeatureGate gate)
    {
        #region record-drill
        RolloutCommandResult result = await report.RecordAsync(gate.Rollouts, actor: "ci");
        #endregion
        Console.WriteLine(result.Sentence);
    }
}
