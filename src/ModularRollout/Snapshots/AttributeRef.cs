using System.Runtime.CompilerServices;

namespace ModularRollout.Snapshots;

/// <summary>Finds one attribute: in the context, and else among the ambient ones.</summary>
internal sealed class AttributeRef
{
    public const string TargetingKey = "targetingKey";
    public const string Now = "$now";

    private const int MostShared = 1_000;
    private const int LongestShared = 64;

    private static int s_shared;

    private readonly int _hash;

    public AttributeRef(string name)
    {
        Name = Shared(name);
        _hash = AttributeSlot.HashOf(name);
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
                if (own[i].IsNamed(Name, _hash))
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

    /// <summary>The literals of application code are interned: sharing theirs makes names compare by reference. Bounded, because nothing ever takes them out.</summary>
    private static string Shared(string name) =>
        name.Length <= LongestShared && (string.IsInterned(name) is not null || Interlocked.Increment(ref s_shared) <= MostShared)
            ? string.Intern(name)
            : name;

    private ref readonly AttributeSlot FindAmbient(AttributeSlot[] ambient)
    {
        for (int i = 0; i < ambient.Length; i++)
        {
            if (ambient[i].IsNamed(Name, _hash))
            {
                return ref ambient[i];
            }
        }

        return ref Unsafe.NullRef<AttributeSlot>();
    }
}
