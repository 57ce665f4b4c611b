using System.Runtime.CompilerServices;

namespace ModularRollout.Snapshots;

/// <summary>Finds one attribute: in the context, and else among the ambient ones.</summary>
internal sealed class AttributeRef
{
    public const string TargetingKey = "targetingKey";
    public const string Now = "$now";

    private readonly int _number;

    public AttributeRef(string name)
    {
        Name = name;
        IsTargetingKey = name is TargetingKey;
        IsNow = name is Now;
        _number = IsTargetingKey || IsNow ? AttributeNames.BuiltIn : AttributeNames.NumberOf(name);
    }

    public string Name { get; }

    public bool IsTargetingKey { get; }

    public bool IsNow { get; }

    /// <summary>Finds the attribute's slot; a null reference where it is absent, or is a built-in one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly AttributeSlot Find(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        ref readonly AttributeSlot slot = ref FindNear(context);
        if (!Unsafe.IsNullRef(in slot))
        {
            return ref slot;
        }

        return ref FindElsewhere(context, snapshot);
    }

    /// <summary>Finds the slot of a numbered name in the context, where nearly every attribute is; a null reference where it may still be elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly AttributeSlot FindNear(in EvaluationContext context)
    {
        int number = _number;
        if (number >= 0)
        {
            foreach (ref readonly AttributeSlot slot in context.Attributes.AsSpan())
            {
                if (slot.NameNumber == number)
                {
                    return ref slot;
                }
            }
        }

        return ref Unsafe.NullRef<AttributeSlot>();
    }

    /// <summary>Gets the attribute as text, or <see langword="null"/> where it is absent or none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public string? Text(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        ref readonly AttributeSlot slot = ref FindNear(context);
        return Unsafe.IsNullRef(in slot) ? TextElsewhere(context, snapshot) : slot.Text;
    }

    /// <summary>Gets the text that <see cref="FindNear"/> did not find: the targeting key, an ambient attribute, one whose name has no number.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public string? TextElsewhere(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        if (IsTargetingKey)
        {
            return context.Key;
        }

        ref readonly AttributeSlot slot = ref FindElsewhere(context, snapshot);
        return Unsafe.IsNullRef(in slot) ? null : slot.Text;
    }

    /// <summary>Finds the attribute among those that are looked for by their text, and among the ambient ones.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref readonly AttributeSlot FindElsewhere(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        if (_number == AttributeNames.None)
        {
            ref readonly AttributeSlot slot = ref FindIn(context.Attributes);
            if (!Unsafe.IsNullRef(in slot))
            {
                return ref slot;
            }
        }

        return ref FindIn(snapshot.Ambient);
    }

    private ref readonly AttributeSlot FindIn(AttributeSlot[]? slots)
    {
        foreach (ref readonly AttributeSlot slot in slots.AsSpan())
        {
            if (slot.IsNamed(Name, _number))
            {
                return ref slot;
            }
        }

        return ref Unsafe.NullRef<AttributeSlot>();
    }
}
