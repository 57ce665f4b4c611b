using ModularRollout.Rollouts.Counting.Subjects;

namespace ModularRollout.Tests.Rollouts.Counting.Subjects;

public sealed class SubjectSketchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    public void Count_FewSubjects_IsExact(int subjects)
    {
        var sketch = new SubjectSketch();
        foreach (ulong subject in Some(1, subjects).Concat(Some(1, subjects)))
        {
            sketch.Add(subject);
        }

        Assert.Equal(subjects, sketch.Count);
        Assert.Null(sketch.Dense);
    }

    [Theory]
    [InlineData(4_097)]
    [InlineData(20_000)]
    [InlineData(100_000)]
    [InlineData(400_000)]
    public void Count_ManySubjects_ErrsByHalfAPercentAtMostOnAverage(int subjects)
    {
        const int Runs = 24;
        double sumOfSquares = 0;
        for (int run = 0; run < Runs; run++)
        {
            SubjectSketch sketch = Sketch(Some(run + 1, subjects));
            sumOfSquares += Math.Pow(((double)sketch.Count / subjects) - 1, 2);
        }

        // The standard error is .41 %; its estimate from 24 runs has one of 15 % of itself.
        Assert.InRange(Math.Sqrt(sumOfSquares / Runs), 0, .0041 * 1.45);
    }

    [Fact]
    public void Count_SubjectsOfASmallArm_IsNotTakenInByTheirLikeness()
    {
        ulong[] subjects = [.. Some(5, 50_000).Select(static subject => subject >> 10)];

        Assert.InRange(Sketch(subjects).Count, 49_000, 51_000);
    }

    [Theory]
    [InlineData(100, 200)]
    [InlineData(3_000, 3_000)]
    [InlineData(3_000, 50_000)]
    [InlineData(60_000, 50_000)]
    public void Merge_Partitions_SaysWhatOneSketchSays(int left, int right)
    {
        ulong[] subjects = [.. Some(9, left + right)];
        SubjectSketch whole = Sketch(subjects);
        SubjectSketch first = Sketch(subjects.Take(left + (right / 2)));
        SubjectSketch second = Sketch(subjects.Skip(left / 2));
        SubjectSketch both = Sketch([]);

        both.Merge(second);
        both.Merge(first);
        both.Merge(second);
        second.Merge(first);

        Assert.Equal((whole.Count, whole.Count), (both.Count, second.Count));
        Assert.Equal(whole.Dense, both.Dense);
        Assert.Equal(whole.Dense, second.Dense);
        Assert.Equal(whole.Exact, both.Exact);
    }

    [Fact]
    public void Dense_Always_TakesSixtyFourKibibytes()
    {
        Assert.Equal(64 * 1024, Sketch(Some(3, 10_000)).Dense!.Length);
    }

    internal static IEnumerable<ulong> Some(int seed, int count) => Enumerable.Range(1, count).Select(i => SubjectMix.Of(((ulong)seed << 40) + (ulong)i));

    private static SubjectSketch Sketch(IEnumerable<ulong> subjects)
    {
        var sketch = new SubjectSketch();
        foreach (ulong subject in subjects)
        {
            sketch.Add(subject);
        }

        return sketch;
    }
}
