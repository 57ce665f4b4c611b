using FsCheck;
using FsCheck.Xunit;
using ModularRollout.Rollouts.Counting;

namespace ModularRollout.Tests.Rollouts.Counting;

public sealed class EvidenceMergeTests
{
    [Property(MaxTest = 60)]
    public void Look_AnyPartitionOrderAndRepetition_GivesTheSameTotals(Happening[] happenings, PositiveInt seed)
    {
        var random = new System.Random(seed.Get);
        int instances = random.Next(1, 6);
        Tally one = Instance("one");
        Tally[] several = [.. Enumerable.Range(0, instances).Select(static i => Instance($"instance-{i}"))];
        foreach (Happening happening in happenings)
        {
            happening.Report(one);
            happening.Report(several[random.Next(instances)]);
        }

        Array.ForEach([one, .. several], static tally => tally.SettleAll());
        byte[][] saved = [.. several.Select(static tally => tally.Counts.Save())];

        byte[][] forwards = saved[1..];
        byte[][] repeated = [.. forwards, .. forwards, saved[0]];
        random.Shuffle(repeated);
        EvidenceTotals expected = one.Totals;
        EvidenceTotals first = several[0].Counts.Look(forwards);
        EvidenceTotals again = several[0].Counts.Look(repeated);
        EvidenceTotals other = several[^1].Counts.Look(repeated);

        // Budgets count subjects at each instance that serves them.
        Assert.Equal(TextOf(expected, withSubjectBudgets: instances == 1), TextOf(first, withSubjectBudgets: instances == 1));
        Assert.Equal(TextOf(first), TextOf(again));
        Assert.Equal(TextOf(first), TextOf(other));
        Assert.Equal(first.Version, again.Version);
    }

    [Property(MaxTest = 40)]
    public void Look_LaterAndEarlierSaves_GivesTheLatest(Happening[] happenings, PositiveInt cut)
    {
        Tally looker = Instance("looker");
        Tally other = Instance("other");
        Tally second = Instance("looker");
        int half = cut.Get % (happenings.Length + 1);
        Array.ForEach(happenings[..half], happening => happening.Report(other));
        other.SettleAll();
        byte[] early = other.Counts.Save();
        Array.ForEach(happenings[half..], happening => happening.Report(other));
        other.SettleAll();
        byte[] late = other.Counts.Save();

        looker.Counts.Look(early);
        string stepwise = TextOf(looker.Counts.Look(late));
        string backwards = TextOf(looker.Counts.Look(early));
        string atOnce = TextOf(second.Counts.Look(late, early));

        Assert.Equal(stepwise, backwards);
        Assert.Equal(stepwise, atOnce);
        Assert.Equal(TextOf(other.Totals), stepwise);
    }

    [Fact]
    public void Look_MoreLabelsThanThereIsRoomFor_DoesNotDependOnTheOrder()
    {
        Tally[] others = [.. Enumerable.Range(0, 3).Select(i =>
        {
            Tally tally = Instance($"instance-{i}");
            foreach (ulong subject in Subjects.SubjectSketchTests.Some(i / 2, 40_000))
            {
                tally.Failure(3, subject);
            }

            tally.SettleAll();
            return tally;
        })];
        byte[][] saved = [.. others.Select(static tally => tally.Counts.Save())];
        Tally first = Instance("looker");
        Tally second = Instance("looker");

        string forwards = TextOf(first.Counts.Look(saved[0], saved[1], saved[2]));
        string backwards = TextOf(second.Counts.Look(saved[2], saved[1], saved[0], saved[2]));

        Assert.Equal(forwards, backwards);
        Assert.Equal(80_000, first.Totals.Cells(Tally.Errors, 0)[0].Single().Total);
        Assert.Equal(forwards, TextOf(first.Counts.Look(saved[1])));
        Assert.Equal(forwards, TextOf(first.Restored("looker").Counts.Look(saved)));
    }

    [Fact]
    public void Look_SubjectOnSeveralInstances_IsOneLabelAndOneSubject()
    {
        Tally[] tallies = [Instance("a"), Instance("b"), Instance("c")];
        foreach (Tally tally in tallies)
        {
            tally.Failure(2, Tally.At(.1));
            tally.SettleAll();
        }

        EvidenceTotals totals = tallies[0].Counts.Look(tallies[1].Counts.Save(), tallies[2].Counts.Save());

        Assert.Equal(["0.2: 1 of 1"], Tally.TextOf(totals.Cells(Tally.Errors, 0)[0]));
        Assert.Equal((3L, 1L), (totals.Of(2).Candidate.Outcomes, totals.Of(2).Candidate.Subjects));
        Assert.Equal(1, totals.Samples.Single(static sample => sample.Stretch == 2).Candidate);
        Assert.Equal([new BudgetCount(3, 3)], totals.Budget(Tally.ErrorBudget, 0));
    }

    [Fact]
    public void Look_StretchThatOnlyTheOtherKnows_IsLearnt()
    {
        var looker = new Tally("looker");
        Tally other = Instance("other");
        other.Failure(3, Tally.At(.1));
        other.SettleAll();

        EvidenceTotals totals = looker.Counts.Look(other.Counts.Save());

        Assert.Equal((3, 3), (totals.Stretch, totals.Stage));
        Assert.Equal(["0.5: 1 of 1"], Tally.TextOf(totals.Cells(Tally.Errors, 0)[0]));
    }

    [Fact]
    public void Look_ThresholdsOfAnother_HoldFromTheNextSlot()
    {
        Tally looker = Instance("looker");
        Tally other = Instance("other");
        other.Counts.FreezeLatency(2, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(500));
        looker.Success(2, Tally.At(.1), 100);
        Assert.True(looker.Counts.Look(other.Counts.Save()).HasLatencyThresholds(2));
        looker.Clock.Advance(TimeSpan.FromSeconds(3));
        looker.Success(2, Tally.At(.12), 100);
        looker.SettleAll();

        Assert.Equal([["0.2: 1 of 1"], ["0.2: 1 of 1"], []], looker.Totals.Cells(Tally.Slow, 0).Select(Tally.TextOf));
    }

    internal static Tally Instance(string name)
    {
        var tally = new Tally(name);
        tally.Open(0, 0);
        tally.Open(1, 1);
        tally.Open(2, 20);
        tally.Open(3, 50);
        tally.Clock.Advance(TimeSpan.FromSeconds(1));
        return tally;
    }

    internal static string TextOf(EvidenceTotals totals, bool withSubjectBudgets = true)
    {
        IEnumerable<string> cells = Enumerable.Range(0, 6).SelectMany(guard => (int[])[0, 2], (guard, since) => $"{guard} since {since}: {string.Join(" | ", totals.Cells(guard, since).Select(static cells => string.Join(", ", Tally.TextOf(cells))))}");
        IEnumerable<string> budgets = ((int[])[Tally.ErrorBudget, Tally.BounceBudget]).Where(_ => withSubjectBudgets).Append(Tally.SlowestBudget).Select(guard => $"{guard}: {totals.Budget(guard, 0)[0]}");
        IEnumerable<string> stages = Enumerable.Range(0, 5).Select(stage => $"{totals.Of(stage)} {totals.Latency(stage)} {string.Join(", ", Enumerable.Range(0, 6).SelectMany(guard => totals.Events(guard, stage)))}");
        IEnumerable<string> impacts = Enumerable.Range(0, 5).SelectMany(stage => totals.Impact(stage, Tally.Plan.ReportBy)).SelectMany(ImpactTests.TextOf);
        return string.Join('\n', cells.Concat(budgets).Concat(stages).Concat(impacts).Append(string.Join(", ", totals.Samples)));
    }

    /// <summary>Something that happened to one of a few subjects, in one of the stretches.</summary>
    public readonly record struct Happening(byte Subject, byte Stretch, byte Kind)
    {
        internal void Report(Tally tally)
        {
            int stretch = Stretch % 4;
            tally.Subject = Subject % 4 == 0 ? default : EvaluationContext.For("u").With("country", "c" + (Subject % 4)).With("plan", Subject % 8 > 3).Build();
            ulong subject = Tally.At((Subject + .5) / 256);
            switch (Kind % 6)
            {
                case 0:
                    tally.Ring(stretch, subject, isFailure: true);
                    break;
                case 1 when stretch > 0:
                    tally.Custom(stretch, subject, Kind % 12 == 1 ? "order-lost" : "bounce");
                    break;
                case 2 or 3 when stretch > 0:
                    tally.Failure(stretch, subject, Kind * 10);
                    break;
                case 4 or 5 when stretch > 0:
                    tally.Success(stretch, subject, Kind * 300);
                    break;
            }
        }
    }
}
