using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ModularRollout.Snapshots;

/// <summary>Numbers attribute names once per process, so that finding an attribute compares numbers instead of texts.</summary>
/// <remarks>Grows only, and only so far: names beyond the limit have the number <see cref="None"/> and are compared as text. Reading takes no lock.</remarks>
internal static class AttributeNames
{
    /// <summary>The number of names beyond the limit, which are compared as text.</summary>
    public const int None = -1;

    /// <summary>The number of names that no attribute can have: the targeting key and the clock.</summary>
    public const int BuiltIn = -2;

    private const int Most = 4096;
    private const int RecentMask = 63;

    private static readonly ConcurrentDictionary<string, int> s_numbers = new(StringComparer.Ordinal);
    private static readonly object s_lock = new();

    /// <summary>The names this thread used last, found by reference: application code names attributes by literals.</summary>
    [ThreadStatic]
    private static Recent[]? t_recent;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int NumberOf(string name)
    {
        Recent[]? recent = t_recent;
        if (recent is not null)
        {
            ref Recent entry = ref recent[Place(name)];
            if (ReferenceEquals(entry.Name, name))
            {
                return entry.Number;
            }
        }

        return Look(name);
    }

    private static int Place(string name) => (name.Length * 7) + name[0] + (name[^1] * 3) & RecentMask;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Look(string name)
    {
        if (!s_numbers.TryGetValue(name, out int number))
        {
            number = Add(name);
        }

        (t_recent ??= new Recent[RecentMask + 1])[Place(name)] = new Recent { Name = name, Number = number };
        return number;
    }

    private static int Add(string name)
    {
        lock (s_lock)
        {
            int next = s_numbers.Count;
            return next < Most ? s_numbers.GetOrAdd(name, next) : s_numbers.GetValueOrDefault(name, None);
        }
    }

    private struct Recent
    {
        public string? Name;
        public int Number;
    }
}
