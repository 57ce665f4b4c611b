using System.Globalization;
using System.Runtime.CompilerServices;
using ModularRollout.Definitions;

namespace ModularRollout.Snapshots;

/// <summary>The first values that one attribute had among the subjects, each with an index; all others are one.</summary>
/// <remarks>Thread-safe; a value that is known is found without a lock and without allocating. Values are the same where their texts are.</remarks>
internal sealed class ValueSet
{
    public const int None = 0;
    public const int Other = 1;

    private const int First = 2;

    private readonly AttributeRef _attribute;
    private readonly object _lock = new();

    /// <summary>Replaced as a whole, and never changed: whoever reads it needs no lock.</summary>
    private Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private string[] _texts = [SubjectValues.None, SubjectValues.Other];

    public ValueSet(string attribute) => _attribute = new AttributeRef(attribute);

    public string Attribute => _attribute.Name;

    /// <summary>Gets the text of an index.</summary>
    public string this[int index] => Volatile.Read(ref _texts)[index];

    /// <summary>Gets the index of a subject's value.</summary>
    public int IndexOf(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        ref readonly AttributeSlot slot = ref _attribute.Find(context, snapshot);
        if (Unsafe.IsNullRef(in slot))
        {
            return None;
        }

        Span<char> text = stackalloc char[SubjectValues.LongestValue];
        return slot.Kind switch
        {
            AttributeKind.Text => IndexOf((string)slot.Reference!),
            AttributeKind.TextList => Other,
            _ => IndexOf(text[..Write(slot, text)]),
        };
    }

    /// <summary>Gets the index of a value, which gets one if it has none and there is room.</summary>
    public int IndexOf(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty)
        {
            return None;
        }

        Dictionary<string, int> indexes = Volatile.Read(ref _indexes);
        return value.Length > SubjectValues.LongestValue ? Other
            : indexes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(value, out int index) ? index
            : indexes.Count < SubjectValues.MostValues ? Add(value.ToString())
            : Other;
    }

    private static int Write(in AttributeSlot slot, Span<char> text)
    {
        int written;
        switch (slot.Kind)
        {
            case AttributeKind.Boolean:
                return (slot.Bits != 0).TryFormat(text, out written) ? written : 0;
            case AttributeKind.Integer:
                return slot.Bits.TryFormat(text, out written, default, CultureInfo.InvariantCulture) ? written : 0;
            case AttributeKind.Instant:
                return InstantText.Format(slot.Bits, text);
            default:
                return slot.Double.TryFormat(text, out written, "R", CultureInfo.InvariantCulture) ? written : 0;
        }
    }

    private int Add(string value)
    {
        lock (_lock)
        {
            if (_indexes.TryGetValue(value, out int known))
            {
                return known;
            }

            if (_indexes.Count == SubjectValues.MostValues)
            {
                return Other;
            }

            // Its text is there before anybody can find its index.
            int index = First + _indexes.Count;
            Volatile.Write(ref _texts, [.. _texts, value]);
            Volatile.Write(ref _indexes, new Dictionary<string, int>(_indexes, StringComparer.Ordinal) { [value] = index });
            return index;
        }
    }
}
