using ModularRollout.Rollouts.Counting;
using ModularRollout.Rollouts.Counting.Subjects;

namespace ModularRollout.Tests.Rollouts.Counting.Subjects;

public sealed class SampleSetTests
{
    private static readonly Stretch s_half = new(0, 1ul << 63, true, false);

    [Fact]
    public void Add_MoreThanItTakes_CountsTheFirst()
    {
        var sample = new SampleSet(s_half);
        ulong[] subjects = [.. SubjectSketchTests.Some(1, 70_000)];

        Array.ForEach(subjects, sample.Add);
        Array.ForEach(subjects, sample.Add);

        Assert.Equal(subjects.Take(65_536).Count(static subject => subject < 1ul << 63), sample.Candidate);
        Assert.Equal(65_536, sample.Candidate + sample.Baseline);
        Assert.False(sample.Wants(subjects[69_999]));
    }

    [Fact]
    public void Unite_MoreThanItTakes_ChoosesBlindlyAndInNoOrder()
    {
        ulong[] own = [.. SubjectSketchTests.Some(1, 50_000)];
        ulong[][] others = [[.. SubjectSketchTests.Some(2, 20_000)], [.. SubjectSketchTests.Some(3, 20_000), .. own.Take(100)]];

        SampleSet forwards = Of(own);
        forwards.Unite([Of(others[0]), Of(others[1]), null]);
        SampleSet backwards = Of(own);
        backwards.Unite([Of(others[1]), Of(others[0]), Of(others[1])]);

        Assert.Equal(65_536, forwards.Candidate + forwards.Baseline);
        Assert.Equal((forwards.Candidate, forwards.Baseline), (backwards.Candidate, backwards.Baseline));
        Assert.Equal(forwards.Subjects, backwards.Subjects);
        Assert.InRange(forwards.Candidate, 32_768 - 512, 32_768 + 512);
    }

    [Fact]
    public void Close_Sample_KeepsTheCountsAlone()
    {
        SampleSet sample = Of([1, ulong.MaxValue, ulong.MaxValue - 1]);

        sample.Close();
        sample.Add(2);

        Assert.Equal((1, 2, false), (sample.Candidate, sample.Baseline, sample.IsOpen));
        Assert.Empty(sample.Subjects);
    }

    [Fact]
    public void Narrow_Sample_KeepsWhoIsInAndTakesHalfOfTheOthers()
    {
        SampleSet sample = Of(SubjectSketchTests.Some(1, 1000));
        sample.Narrow();

        Assert.Equal(1000, sample.Candidate + sample.Baseline);
        Assert.InRange(SubjectSketchTests.Some(2, 10_000).Count(sample.Wants), 4_800, 5_200);
    }

    private static SampleSet Of(IEnumerable<ulong> subjects)
    {
        var sample = new SampleSet(s_half);
        foreach (ulong subject in subjects)
        {
            sample.Add(subject);
        }

        return sample;
    }
}
