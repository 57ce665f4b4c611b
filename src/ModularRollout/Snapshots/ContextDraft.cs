using System.Runtime.CompilerServices;

namespace ModularRollout.Snapshots;

/// <summary>The reusable storage behind <see cref="EvaluationContextBuilder"/>: one per thread, so that a context costs its own array alone.</summary>
internal sealed class ContextDraft
{
    [ThreadStatic]
    private static ContextDraft? t_spare;

    private AttributeSlot[] _slots = new AttributeSlot[8];
    private int _count;
    private string? _key;

    /// <summary>Gets the number that a builder must hold: it changes whenever the draft is finished.</summary>
    public int Ticket { get; private set; }

    public ForcedVariants? Forced { get; set; }

    public static ContextDraft Take(string? targetingKey)
    {
        ContextDraft draft = t_spare ?? new ContextDraft();
        t_spare = null;
        draft._key = targetingKey;
        return draft;
    }

    public void Set(string name, AttributeKind kind, object? reference, long bits)
    {
        ThrowIfReserved(name);
        int number = AttributeNames.NumberOf(name);
        int index = IndexOf(name, number);
        if (kind == AttributeKind.Text)
        {
            if (reference is null)
            {
                Remove(index);
                return;
            }

            bits = (long)TextSign.Of(Unsafe.As<string>(reference));
        }

        if (index == _count && ++_count > _slots.Length)
        {
            Array.Resize(ref _slots, _slots.Length * 2);
        }

        ref AttributeSlot slot = ref _slots[index];
        slot.Name = name;
        slot.NameNumber = number;
        slot.Kind = kind;
        slot.Reference = reference;
        slot.Bits = bits;
    }

    public EvaluationContext Finish()
    {
        AttributeSlot[]? slots = _count == 0 ? null : _slots.AsSpan(0, _count).ToArray();
        var context = new EvaluationContext(_key, slots, Forced);
        _slots.AsSpan(0, _count).Clear();
        _count = 0;
        _key = null;
        Forced = null;
        Ticket++;
        t_spare = this;
        return context;
    }

    internal static void ThrowIfReserved(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name[0] == '$' || name is "targetingKey")
        {
            throw new ArgumentException($"'{name}' is reserved; the targeting key is set by EvaluationContext.For, the clock by the gate.", nameof(name));
        }
    }

    private int IndexOf(string name, int number)
    {
        int index = 0;
        while (index < _count && !_slots[index].IsNamed(name, number))
        {
            index++;
        }

        return index;
    }

    private void Remove(int index)
    {
        if (index < _count)
        {
            _slots.AsSpan(index + 1, _count - index - 1).CopyTo(_slots.AsSpan(index));
            _slots[--_count] = default;
        }
    }
}
