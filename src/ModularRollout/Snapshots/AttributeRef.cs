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
    public ref readonly AttributeSlot Find(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        AttributeSlot[]? own = context.Attributes;
        if (own is not null)
        {
            for (int i = 0; i < own.Length; i++)
            {
                if (own[i].IsNamed(Name, _number))
                {
                    return ref own[i];
                }
            }
        }

        return ref FindAmbient(snapshot.Ambient);
    }

    /// <summary>Gets the attribute as text, or <see langword="null"/> where it is absent or none.</summary>
    public string? Text(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        if (IsTargetingKey)
        {
            return context.Key;
        }

        ref readonly AttributeSlot slot = ref Find(context, snapshot);
        return !Unsafe.IsNullRef(in slot) && slot.Kind == AttributeKind.Text ? Unsafe.As<string>(slot.Reference) : null;
    }

    private ref readonly AttributeSlot FindAmbient(AttributeSlot[] ambient)
    {
        for (int i = 0; i < ambient.Length; i++)
        {
            if (ambient[i].IsNamed(Name, _number))
            {
                return ref ambient[i];
            }
        }

        return ref Unsafe.NullRef<AttributeSlot>();
    }
}
