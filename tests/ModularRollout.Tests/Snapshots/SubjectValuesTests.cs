using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Snapshots;

public sealed class SubjectValuesTests
{
    private static readonly FeatureSnapshot s_snapshot = A.Gate("{}").Current;

    [Fact]
    public void Of_EveryKindOfValue_IsItsText()
    {
        var values = new SubjectValues(["a"]);

        Assert.Equal("CH", Seen(values, A.Subject("u", "a", "CH")));
        Assert.Equal("41", Seen(values, EvaluationContext.For("u").With("a", 41).Build()));
        Assert.Equal("41", Seen(values, EvaluationContext.For("u").With("a", 41.0).Build()));
        Assert.Equal("0.5", Seen(values, EvaluationContext.For("u").With("a", .5).Build()));
        Assert.Equal("true", Seen(values, EvaluationContext.For("u").With("a", true).Build()), ignoreCase: true);
        Assert.Equal("2026-11-22T10:00:00Z", Seen(values, EvaluationContext.For("u").With("a", new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero)).Build()));
        Assert.Equal("(none)", Seen(values, new EvaluationContext("u")));
        Assert.Equal("(none)", Seen(values, A.Subject("u", "a", "")));
        Assert.Equal("(other)", Seen(values, EvaluationContext.For("u").With("a", ["CH"]).Build()));
        Assert.Equal(new string('x', 64), Seen(values, A.Subject("u", "a", new string('x', 64))));
        Assert.Equal("(other)", Seen(values, A.Subject("u", "a", new string('x', 65))));
    }

    [Fact]
    public void NumberOf_MoreValuesThanAreToldApart_AreOthers()
    {
        var values = new SubjectValues(["a"]);

        string[] seen = [.. Enumerable.Range(0, 30).Select(i => Seen(values, A.Subject("u", "a", "v" + i)))];

        Assert.Equal([.. Enumerable.Range(0, 20).Select(static i => "v" + i), .. Enumerable.Repeat("(other)", 10)], seen);
        Assert.Equal("v7", Seen(values, A.Subject("u", "a", "v7")));
    }

    [Fact]
    public void NumberOf_SeveralAttributes_TellsTheirCombinationsApart()
    {
        var values = new SubjectValues(["country", "plan"]);
        EvaluationContext swiss = EvaluationContext.For("u").With("country", "CH").With("plan", "pro").Build();
        EvaluationContext free = EvaluationContext.For("v").With("country", "CH").Build();

        int first = values.NumberOf(swiss, s_snapshot);
        int second = values.NumberOf(free, s_snapshot);

        Assert.NotEqual(first, second);
        Assert.Equal(first, values.NumberOf(swiss, s_snapshot));
        Assert.Equal([("country", "CH"), ("plan", "pro")], values.Of(first).Order());
        Assert.Equal([("country", "CH"), ("plan", "(none)")], values.Of(second).Order());
    }

    [Fact]
    public void NumberOf_MoreCombinationsThanThereMayBe_AreOthersInEveryAttribute()
    {
        var values = new SubjectValues(["a", "b", "c"]);
        var numbers = new HashSet<int>();
        for (int i = 0; i < 20 * 20 * 20; i++)
        {
            EvaluationContext subject = EvaluationContext.For("u").With("a", i % 20).With("b", i / 20 % 20).With("c", i / 400).Build();
            numbers.Add(values.NumberOf(subject, s_snapshot));
        }

        Assert.Equal(SubjectValues.MostCombinations, numbers.Count);
        Assert.All(numbers, static number => Assert.InRange(number, 0, SubjectValues.MostCombinations - 1));
        Assert.All(values.Of(0), static value => Assert.Equal("(other)", value.Value));
    }

    [Fact]
    public void NumberOf_KnownValues_AllocatesNothing()
    {
        var values = new SubjectValues(["country", "age"]);
        EvaluationContext subject = EvaluationContext.For("u").With("country", "CH").With("age", 41).Build();
        values.NumberOf(subject, s_snapshot);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            values.NumberOf(subject, s_snapshot);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void NumberOf_ManyThreadsAtOnce_GivesEachCombinationOneNumber()
    {
        var values = new SubjectValues(["a", "b"]);
        var seen = new int[4][];
        var threads = new Thread[seen.Length];
        for (int t = 0; t < threads.Length; t++)
        {
            int at = t;
            threads[t] = new Thread(() => seen[at] = [.. Enumerable.Range(0, 400).Select(i =>
                values.NumberOf(EvaluationContext.For("u").With("a", (i + (at * 7)) % 20).With("b", (i + (at * 7)) / 20 % 20).Build(), s_snapshot))]);
            threads[t].Start();
        }

        Array.ForEach(threads, static thread => thread.Join());

        int[] distinct = [.. seen.SelectMany(static numbers => numbers).Distinct()];
        Assert.Equal(distinct.Length, distinct.Select(number => string.Join(',', values.Of(number))).Distinct().Count());
        Assert.Equal(400, distinct.Length);
    }

    [Fact]
    public void Know_ValuesOfBefore_KeepTheirPlaces()
    {
        var values = new SubjectValues(["a"]);
        for (int i = 0; i < 20; i++)
        {
            values.Know("a", "old" + i);
        }

        values.Know("a", "(none)");
        values.Know("gone", "x");

        Assert.Equal("(other)", Seen(values, A.Subject("u", "a", "new")));
        Assert.Equal("old19", Seen(values, A.Subject("u", "a", "old19")));
    }

    private static string Seen(SubjectValues values, in EvaluationContext subject) => values.Of(values.NumberOf(subject, s_snapshot)).Single().Value;
}
