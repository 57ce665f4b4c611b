namespace ModularRollout.Benchmarks;

/// <summary>The subjects that every scenario walks: ids of 16 characters, contexts built beforehand, texts that no literal shares.</summary>
public static class Subjects
{
    public const int Count = 256;

    private static readonly string[] s_countries = ["DE", "FR", "IT", "ES"];
    private static readonly string[] s_plans = ["free", "team"];

    public static string[] Ids(int count = Count)
    {
        string[] ids = new string[count];
        for (int i = 0; i < count; i++)
        {
            ids[i] = Id(i);
        }

        return ids;
    }

    /// <summary>Makes an id that looks random and is the same on every machine.</summary>
    public static string Id(int number)
    {
        ulong mixed = ((ulong)number + 1) * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (mixed ^ (mixed >> 31)).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }

    public static string Country(int number) => new(s_countries[number % s_countries.Length].AsSpan());

    public static string Plan(int number) => new(s_plans[number % s_plans.Length].AsSpan());

    public static string Email(int number) => Id(number) + "@shop.example";

    public static EvaluationContext[] Keyed(int count = Count) => Array.ConvertAll(Ids(count), static id => new EvaluationContext(id));

    public static EvaluationContext[] WithAttributes()
    {
        var contexts = new EvaluationContext[Count];
        for (int i = 0; i < Count; i++)
        {
            contexts[i] = EvaluationContext.For(Id(i)).With("country", Country(i)).With("plan", Plan(i)).With("email", Email(i)).Build();
        }

        return contexts;
    }
}
