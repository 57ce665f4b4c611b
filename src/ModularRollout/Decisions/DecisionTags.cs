using System.Collections;
using System.Diagnostics;

namespace ModularRollout.Decisions;

/// <summary>What a decision says in a trace or a log record; made once for each decision of a snapshot, and shared by all subjects.</summary>
internal sealed class DecisionTags : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly KeyValuePair<string, object?>[] _tags;

    public DecisionTags(KeyValuePair<string, object?>[] tags, string? version)
    {
        _tags = tags;
        Version = version;
        Collection = [.. tags];
    }

    /// <summary>Gets the snapshot's content hash, whose reference identifies the snapshot.</summary>
    public string? Version { get; }

    /// <summary>Gets the tags as an activity wants them; never changed.</summary>
    public ActivityTagsCollection Collection { get; }

    public int Count => _tags.Length;

    public KeyValuePair<string, object?> this[int index] => _tags[index];

    /// <summary>Adds the subject.</summary>
    public DecisionTags With(string contextId) => new([.. _tags, new(DecisionNames.ContextId, contextId)], Version);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, object?>>)_tags).GetEnumerator();

    /// <summary>Writes the message of the log record.</summary>
    public override string ToString() => $"{DecisionNames.Event}: {_tags[0].Value} {Find(DecisionNames.Variant) ?? "(no variant)"} ({Find(DecisionNames.Reason)})";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private object? Find(string name)
    {
        foreach (KeyValuePair<string, object?> tag in _tags)
        {
            if (tag.Key == name)
            {
                return tag.Value;
            }
        }

        return null;
    }
}
