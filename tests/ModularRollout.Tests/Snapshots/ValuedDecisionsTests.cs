using FsCheck;
using FsCheck.Xunit;
using ModularRollout.Decisions;
using ModularRollout.Outcomes;
using ModularRollout.Snapshots;
using ModularRollout.Tests.Outcomes;

namespace ModularRollout.Tests.Snapshots;

/// <summary>Decisions of a flag whose plan reports by values are the same decisions; their outcomes know whose they are.</summary>
[Collection(ProcessWide.Name)]
public sealed class ValuedDecisionsTests
{
    [Property]
    public void Decide_AnySubject_DecidesAsWithoutReporting(NonNull<string> key, NonNull<string> country, bool isStaff)
    {
        using var plain = new Exposed();
        using var valued = new Exposed(reportBy: ["country"]);
        EvaluationContext subject = EvaluationContext.For(key.Get).With("country", country.Get).With("role", isStaff ? "staff" : "none").Build();

        Decision expected = plain.Gate.Decide(Exposed.Flag, subject);
        Decision actual = valued.Gate.Decide(Exposed.Flag, subject);

        Assert.Equal(
            (expected.Variant, expected.Reason, expected.Error, expected.Arm, expected.Bucket, expected.IsEnabled),
            (actual.Variant, actual.Reason, actual.Error, actual.Arm, actual.Bucket, actual.IsEnabled));
    }

    [Fact]
    public void Decide_ManyValues_AreCountedInOneSeries()
    {
        using var exposed = new Exposed(reportBy: ["country"]);
        for (int i = 0; i < 50; i++)
        {
            exposed.Gate.Decide(exposed.Key, EvaluationContext.For("user-" + i).With("country", "c" + (i % 5)).Build());
        }

        Dictionary<string, long> counts = exposed.Owner.Counters.Read().ToDictionary(static pair => $"{pair.Key.Variant} {pair.Key.Reason}", static pair => pair.Value);

        Assert.Equal(["off Rollout", "on Rollout"], counts.Keys.Order());
        Assert.Equal(50, counts.Values.Sum());
    }

    [Fact]
    public void Record_SubjectsWithValues_MarksTheirOutcomes()
    {
        using var exposed = new Exposed(reportBy: ["country"]);
        exposed.Gate.Decide(exposed.Key, A.Subject("user-1", "country", "CH")).Record(Outcome.Success(default));
        exposed.Gate.Decide(exposed.Key, A.Subject("user-2", "country", "AT")).Record(Outcome.Failure(default));
        exposed.Gate.Decide(exposed.Key, A.Subject("user-3", "country", "CH")).Record(Outcome.Event("order-lost"));
        exposed.Gate.Decide(exposed.Key, A.Subject("user-4")).Record(Outcome.Success(default));
        exposed.Drain();

        string[] values = [.. exposed.Reader.Records.Select(entry => exposed.Reader.Values!.Of(entry.Record.Values).Single().Value)];

        Assert.Equal(["CH", "AT", "CH", "(none)"], values);
    }

    [Fact]
    public void Decide_Measured_MarksTheActivity()
    {
        using var exposed = new Exposed(measuresActivities: true, reportBy: ["country"]);
        using (var work = new System.Diagnostics.Activity("work") { IsAllDataRequested = true }.Start())
        {
            exposed.Gate.Decide(exposed.Key, A.Subject("user-1", "country", "CH"));
            exposed.Gate.Decide(exposed.Key, A.Subject("user-1", "country", "CH"));
        }

        exposed.Drain();

        Assert.Equal("CH", exposed.Reader.Values!.Of(exposed.Reader.Records.Single().Record.Values).Single().Value);
    }

    [Fact]
    public void Decide_Warm_AllocatesNothing()
    {
        using var exposed = new Exposed(reportBy: ["country", "plan"]);
        FlagKey<bool> key = exposed.Key;
        EvaluationContext subject = EvaluationContext.For("user-1").With("country", "CH").With("plan", "pro").Build();
        void Decide(int times)
        {
            for (int i = 0; i < times; i++)
            {
                exposed.Gate.Decide(key, subject);
            }
        }

        Decide(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Decide(100);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Expose_NothingReportedByValue_KeepsTheQuickPath()
    {
        using var exposed = new Exposed(audiences: []);
        using var valued = new Exposed(reportBy: ["country"], audiences: []);

        Assert.NotNull(exposed.Gate.Find(Exposed.Flag)!.Split);
        Assert.Null(valued.Gate.Find(Exposed.Flag)!.Split);
    }
}
