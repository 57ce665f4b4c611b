using ModularRollout.Snapshots;

namespace ModularRollout.Decisions;

/// <summary>Keeps the tags of every decision that has been shown, by the number of its counter.</summary>
internal sealed class DecisionTagCache
{
    private readonly string? _setId;
    private readonly bool _allValues;
    private readonly HashSet<string> _valueFlags;
    private readonly object _lock = new();
    private DecisionTags?[] _tags = [];

    public DecisionTagCache(DecisionTelemetryOptions options)
    {
        _setId = options.SetId;
        _allValues = options.IncludeAllValues;
        _valueFlags = new HashSet<string>(options.ValueFlags, StringComparer.Ordinal);
    }

    public DecisionTags For(in Decision decision)
    {
        int id = decision.Compiled.CounterNumber;
        if (decision.Snapshot is not { } snapshot || id == 0)
        {
            return Make(decision, null);
        }

        DecisionTags?[] tags = Volatile.Read(ref _tags);
        string version = snapshot.ContentHash;
        return (uint)id < (uint)tags.Length && Volatile.Read(ref tags[id]) is { } known && ReferenceEquals(known.Version, version)
            ? known
            : Keep(id, Make(decision, version));
    }

    private DecisionTags Keep(int id, DecisionTags made)
    {
        lock (_lock)
        {
            if (id >= _tags.Length)
            {
                var longer = new DecisionTags?[Math.Max(id + 1, _tags.Length * 2)];
                _tags.CopyTo(longer, 0);
                Volatile.Write(ref _tags, longer);
            }

            Volatile.Write(ref _tags[id], made);
        }

        return made;
    }

    private DecisionTags Make(in Decision decision, string? version)
    {
        CompiledDecision compiled = decision.Compiled;
        var tags = new List<KeyValuePair<string, object?>>(9) { new(DecisionNames.Key, decision.Flag) };
        Add(tags, DecisionNames.Variant, decision.Variant);
        Add(tags, DecisionNames.Reason, DecisionNames.Of(compiled.Reason, compiled.HasBucket));
        Add(tags, DecisionNames.ProviderName, decision.Snapshot?.ProviderOf(decision.Flag));
        Add(tags, DecisionNames.SetId, _setId);
        Add(tags, DecisionNames.Version, version);
        if (compiled.Variant is { } variant && (_allValues || _valueFlags.Contains(decision.Flag)))
        {
            Add(tags, DecisionNames.Value, DecisionNames.ValueOf(variant));
        }

        if (compiled.Error != DecisionError.None)
        {
            Add(tags, DecisionNames.ErrorType, DecisionNames.Of(compiled.Error));
            Add(tags, DecisionNames.ErrorMessage, DecisionNames.Explain(compiled.Error));
        }

        return new DecisionTags([.. tags], version);
    }

    private static void Add(List<KeyValuePair<string, object?>> tags, string name, object? value)
    {
        if (value is not null)
        {
            tags.Add(new(name, value));
        }
    }
}
