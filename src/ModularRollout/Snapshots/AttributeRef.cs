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
        _number = AttributeNames.NumberOf(name);
        IsTargetingKey = name is TargetingKey;
        IsNow = name is Now;
    }

    public string Name { get; }

    public bool IsTargetingKey { get; }

    public bool IsNow { get; }

    /// <summary>Finds the attribute's slot; a null reference where it is absent, or is a built-in one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly AttributeSlot Find(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        int number = _number;
        foreach (ref readonly AttributeSlot slot in context.Attributes.AsSpan())
        {
            if (slot.IsNamed(Name, number))
            {
                return ref slot;
            }
        }

        return ref FindAmbient(snapshot.Ambient);
    }

    /// <summary>Gets the attribute as text, or <see langword="null"/> where it is absent or none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public string? Text(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        if (IsTargetingKey)
        {
            return context.Key;
        }

        ref readonly AttributeSlot slot = ref Find(context, snapshot);
        return !Unsafe.IsNullRef(in slot) && slot.Kind == AttributeKind.Text ? Unsafe.As<string>(slot.Reference) : null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref readonly AttributeSlot FindAmbient(AttributeSlot[] ambient)
    {
        foreach (ref readonly AttributeSlot slot in ambient.AsSpan())
        {
            if (slot.IsNamed(Name, _number))
            {
                return ref slot;
            }
        }

        return ref Unsafe.NullRef<AttributeSlot>();
    }
}
