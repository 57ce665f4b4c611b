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
    [Property(MaxTest = 50)]
    public void Decide_AnySubjects_DecidesAsWithoutReporting(string?[] keys, PositiveInt countries)
    {
        using var plain = new Exposed();
        using var valued = new Exposed(reportBy: ["country"]);
        foreach (string? key in (string?[])[.. keys, .. Enumerable.Range(0, 20).Select(static i => $"user-{i}")])
        {
            // Two arms, the ring and subjects without a key, all with the same few values.
            int draw = (key?.Length ?? 0) + (key is { Length: > 0 } ? key[^1] : 0);
            EvaluationContext subject = EvaluationContext.For(key).With("country", draw % (countries.Get % 3 + 1)).With("role", draw % 5 == 0 ? "staff" : "none").Build();

            Assert.Equal(WhatIsSaid(plain.Gate.Decide(Exposed.Flag, subject)), WhatIsSaid(valued.Gate.Decide(Exposed.Flag, subject)));
        }
    }

    [Fact]
    public void Record_ManyThreads_CountsEveryOutcomeUnderItsValue()
    {
        const int Each = 3000;
        using var exposed = new Exposed(reportBy: ["country", "plan"], clock: TimeProvider.System);
        var threads = new Thread[4];
        for (int t = 0; t < threads.Length; t++)
        {
            int at = t;
            threads[t] = new Thread(() =>
            {
                for (int i = 0; i < Each; i++)
                {
                    EvaluationContext subject = EvaluationContext.For($"user-{at}-{i}").With("country", "c" + (i % 7)).With("plan", at % 2 == 0).Build();
                    exposed.Gate.Decide(exposed.Key, subject).Record(Outcome.Success(default));
                }
            });
            threads[t].Start();
        }

        Array.ForEach(threads, static thread => thread.Join());
        exposed.Drain();

        Dictionary<string, int> counts = exposed.Reader.Records.GroupBy(entry => string.Join(' ', exposed.Reader.Values!.Of(entry.Record.Values).Select(static value => value.Value).Order(StringComparer.Ordinal)))
            .ToDictionary(static group => group.Key, static group => group.Count());
        Assert.Equal(14, counts.Count);
        Assert.Equal(threads.Length * Each, counts.Values.Sum());
        Assert.All(Enumerable.Range(0, 7), i => Assert.Equal(2 * Enumerable.Range(0, Each).Count(n => n % 7 == i), counts[$"True c{i}"]));
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
    public void Expose_NothingReportedByValue_KeepsTheQuickPath()
    {
        using var exposed = new Exposed(audiences: []);
        using var valued = new Exposed(reportBy: ["country"], audiences: []);

        Assert.NotNull(exposed.Gate.Find(Exposed.Flag)!.Split);
        Assert.Null(valued.Gate.Find(Exposed.Flag)!.Split);
    }

    private static (string?, DecisionReason, DecisionError, DecisionArm, double?, bool) WhatIsSaid(in Decision decision) =>
        (decision.Variant, decision.Reason, decision.Error, decision.Arm, decision.Bucket, decision.IsEnabled);
}
