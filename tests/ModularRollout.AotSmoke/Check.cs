namespace ModularRollout.AotSmoke;

/// <summary>Counts what is as it should be, and prints what is not.</summary>
internal static class Check
{
    public static int Passed { get; private set; }

    public static int Failed { get; private set; }

    public static void Equal<T>(string what, T expected, T actual)
    {
        if (EqualityComparer<T>.Default.Equals(expected, actual))
        {
            Passed++;
            return;
        }

        Failed++;
        Console.WriteLine($"{what}: expected {expected}, was {actual}");
    }

    public static void True(string what, bool condition) => Equal(what, true, condition);
}
