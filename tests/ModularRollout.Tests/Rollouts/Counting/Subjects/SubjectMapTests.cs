using FsCheck;
using FsCheck.Xunit;
using ModularRollout.Rollouts.Counting.Subjects;

namespace ModularRollout.Tests.Rollouts.Counting.Subjects;

public sealed class SubjectMapTests
{
    [Property]
    public void Set_AnySubjects_KeepsWhatADictionaryKeeps((ulong Subject, ulong Number)[] sets, byte halvings)
    {
        var expected = new Dictionary<ulong, ulong>();
        var map = new SubjectMap();
        foreach ((ulong subject, ulong number) in sets.Where(static set => set.Subject != 0 && set.Number != 0))
        {
            expected[subject] = number;
            map.Set(subject, number);
        }

        Assert.Equal(expected.OrderBy(static pair => pair.Key), map.ToSorted());
        Assert.All(expected, pair => Assert.Equal(pair.Value, map.Of(pair.Key)));

        var range = new SubjectRange(halvings % 4);
        map.Keep(range);
        Assert.Equal(expected.Where(pair => range.Accepts(pair.Key)).OrderBy(static pair => pair.Key), map.ToSorted());
        Assert.All(expected, pair => Assert.Equal(range.Accepts(pair.Key) ? pair.Value : 0, map.Of(pair.Key)));
    }

    [Fact]
    public void Set_SubjectsThatBeginAlike_AreSpread()
    {
        var map = new SubjectMap();
        for (ulong i = 1; i <= 100_000; i++)
        {
            map.Set(i << 1, i);
        }

        Assert.Equal(100_000, map.Count);
        Assert.Equal(50_000ul, map.Of(100_000));
        Assert.Equal(0ul, map.Of(99_999));
    }

    [Fact]
    public void Half_Range_KeepsHalfOfWhoWasIn()
    {
        ulong[] subjects = [.. Enumerable.Range(1, 100_000).Select(static i => SubjectMix.Of((ulong)i * 7919))];
        var range = default(SubjectRange);
        HashSet<ulong> kept = [.. subjects];
        for (int halvings = 1; halvings <= 4; halvings++)
        {
            range = range.Half();
            HashSet<ulong> next = [.. subjects.Where(subject => range.Accepts(subject))];

            Assert.Subset(kept, next);
            double expected = 100_000 >> halvings;
            Assert.InRange(next.Count, expected - (4 * Math.Sqrt(expected)), expected + (4 * Math.Sqrt(expected)));
            kept = next;
        }
    }
}
