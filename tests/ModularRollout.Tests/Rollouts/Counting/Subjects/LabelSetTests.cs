using FsCheck;
using FsCheck.Xunit;
using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Counting.Subjects;
using ModularRollout.Rollouts.Evidence;

namespace ModularRollout.Tests.Rollouts.Counting.Subjects;

public sealed class LabelSetTests
{
    private static readonly double[] s_shares = [.01, .05, .25, .5];
    private readonly StretchTable _stretches = new();
    private readonly LabelSet _labels;

    public LabelSetTests()
    {
        for (int i = 0; i < s_shares.Length; i++)
        {
            _stretches.Open(i, new Stretch(i, Tally.At(s_shares[i]), true, false));
        }

        _labels = new LabelSet(_stretches);
    }

    [Property(MaxTest = 200)]
    public void Label_InAnyOrder_CountsWhatTheDefinitionSays((byte Subject, byte Stretch)[] events)
    {
        var labels = new LabelSet(_stretches);
        foreach ((byte subject, byte stretch) in events)
        {
            labels.Label(SubjectOf(subject), stretch % 4);
        }

        Assert.Equal(Expected(events).Order(), labels.Cells.ToArray().Select(static cell => $"{cell.Stretch} {cell.Cell.Share:0.######} {cell.Cell.Candidate} {cell.Cell.Total}").Order());
    }

    [Fact]
    public void Label_MoreThanThereIsRoomFor_HalvesTheRangeAndKeepsTheCounts()
    {
        ulong[] subjects = [.. SubjectSketchTests.Some(1, LabelSet.Capacity + 1)];
        foreach (ulong subject in subjects.Take(LabelSet.Capacity))
        {
            _labels.Label(subject, 2);
        }

        Assert.Equal((LabelSet.Capacity, 0), (_labels.Count, _labels.Range.Halvings));
        _labels.Label(subjects[^1], 2);
        Assert.Equal(1, _labels.Range.Halvings);
        Assert.InRange(_labels.Count, LabelSet.Capacity * .49, LabelSet.Capacity * .51);
        Assert.Equal(LabelSet.Capacity + 1, _labels.Cells.ToArray().Single().Cell.Total);

        // Who left is not labelled again, nor is anybody else outside; who stayed is known.
        Array.ForEach(subjects, subject => _labels.Label(subject, 2));
        Assert.Equal(LabelSet.Capacity + 1, _labels.Cells.ToArray().Single().Cell.Total);
        Assert.DoesNotContain(subjects, subject => _labels.Wants(subject, 2));
        Assert.Equal(subjects.Count(_labels.Range.Accepts), subjects.Count(subject => _labels.Wants(subject, 3)));
    }

    [Fact]
    public void Label_RangeHalves_LeavesTheArmsAsTheyAre()
    {
        foreach (ulong subject in SubjectSketchTests.Some(2, 300_000))
        {
            _labels.Label(subject, 3);
        }

        LabelCell cell = _labels.Cells.ToArray().Single().Cell;
        Assert.True(_labels.Range.Halvings >= 2);
        Assert.True(cell.Total > LabelSet.Capacity);

        // Within four standard deviations of a half.
        Assert.InRange(cell.Candidate - (cell.Total / 2.0), -2 * Math.Sqrt(cell.Total), 2 * Math.Sqrt(cell.Total));
    }

    /// <summary>The rule by the letter: per subject, the stretches of its events in order, up to its first label as candidate.</summary>
    private static IEnumerable<string> Expected((byte Subject, byte Stretch)[] events)
    {
        var cells = new Dictionary<(int Earlier, int Stretch), (int Candidate, int Total)>();
        foreach (var subject in events.GroupBy(static happened => happened.Subject))
        {
            double place = SubjectOf(subject.Key) / 18446744073709551616.0;
            int earlier = -1;
            foreach (int stretch in subject.Select(static happened => happened.Stretch % 4).Distinct().Order())
            {
                bool isCandidate = place < s_shares[stretch];
                (int candidate, int total) = cells.GetValueOrDefault((earlier, stretch));
                cells[(earlier, stretch)] = (candidate + (isCandidate ? 1 : 0), total + 1);
                earlier = stretch;
                if (isCandidate)
                {
                    break;
                }
            }
        }

        return cells.Select(static cell =>
        {
            double rho = s_shares[cell.Key.Stretch];
            double share = cell.Key.Earlier < 0 ? rho : (rho - s_shares[cell.Key.Earlier]) / (1 - s_shares[cell.Key.Earlier]);
            return $"{cell.Key.Stretch} {share:0.######} {cell.Value.Candidate} {cell.Value.Total}";
        });
    }

    private static ulong SubjectOf(byte number) => Tally.At((number + .5) / 256);
}
