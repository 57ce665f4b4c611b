using System.Collections.Concurrent;

namespace ModularRollout.Snapshots;

/// <summary>The values that a rollout's subjects have in the attributes of <c>reportBy</c>: each combination that was seen has a number.</summary>
/// <remarks>
/// Thread-safe; a combination that is known is found without a lock and without allocating. Bounded, whatever the traffic: of each attribute the first values are told apart, and so are the
/// first combinations; a subject of any other is one of <see cref="Other"/> values, in every attribute.
/// </remarks>
internal sealed class SubjectValues
{
    public const int MostAttributes = 8;
    public const int MostValues = 20;
    public const int MostCombinations = 4096;
    public const int LongestValue = 64;

    /// <summary>The value of a subject without the attribute, or with an empty text.</summary>
    public const string None = "(none)";

    /// <summary>The value of all that are not told apart: lists, long texts, and what came after the first values.</summary>
    public const string Other = "(other)";

    /// <summary>The combination of all others.</summary>
    private const int Beyond = 0;
    private const int BitsOfIndex = 5;

    private readonly ConcurrentDictionary<ulong, int> _numbers = new();
    private readonly List<ulong> _keys = [];
    private readonly object _lock = new();
    private readonly ValueSet[] _sets;

    /// <summary>Begins without any values.</summary>
    /// <param name="attributes">The attributes, at most <see cref="MostAttributes"/>, each once.</param>
    public SubjectValues(IReadOnlyList<string> attributes)
    {
        _sets = new ValueSet[attributes.Count];
        ulong beyond = 0;
        for (int i = 0; i < _sets.Length; i++)
        {
            _sets[i] = new ValueSet(attributes[i]);
            beyond = Append(beyond, ValueSet.Other);
        }

        _ = Add(beyond);
    }

    /// <summary>Gets the number of a subject's combination.</summary>
    /// <returns>0 to <see cref="MostCombinations"/> - 1.</returns>
    public int NumberOf(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        ulong key = 0;
        foreach (ValueSet set in _sets)
        {
            key = Append(key, set.IndexOf(context, snapshot));
        }

        return _numbers.TryGetValue(key, out int number) ? number : Add(key);
    }

    /// <summary>Gets the values of a combination, one for each attribute.</summary>
    public IEnumerable<(string Attribute, string Value)> Of(int number)
    {
        ulong key;
        lock (_lock)
        {
            key = _keys[number];
        }

        for (int i = _sets.Length - 1; i >= 0; i--)
        {
            yield return (_sets[i].Attribute, _sets[i][(int)(key & ((1ul << BitsOfIndex) - 1))]);
            key >>= BitsOfIndex;
        }
    }

    /// <summary>Tells a value apart that was told apart before a restart.</summary>
    public void Know(string attribute, string value)
    {
        if (value is not (None or Other))
        {
            _ = Array.Find(_sets, set => set.Attribute == attribute)?.IndexOf(value);
        }
    }

    private static ulong Append(ulong key, int index) => (key << BitsOfIndex) | (uint)index;

    private int Add(ulong key)
    {
        lock (_lock)
        {
            if (_numbers.TryGetValue(key, out int known))
            {
                return known;
            }

            if (_keys.Count == MostCombinations)
            {
                return Beyond;
            }

            int number = _keys.Count;
            _keys.Add(key);
            _numbers[key] = number;
            return number;
        }
    }
}
