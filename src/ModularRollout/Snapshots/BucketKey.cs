using System.Runtime.CompilerServices;

namespace ModularRollout.Snapshots;

/// <summary>Turns the value that is bucketed into its 64-bit key.</summary>
internal static class BucketKey
{
    /// <summary>Gets the key; false where the value is absent, empty, a list, or no number.</summary>
    public static bool TryGet(AttributeRef? by, in EvaluationContext context, FeatureSnapshot snapshot, out ulong key)
    {
        if (by is null || by.IsTargetingKey)
        {
            key = context.KeyHash;
            return context.HasKey;
        }

        ref readonly AttributeSlot slot = ref by.Find(context, snapshot);
        key = 0;
        return !Unsafe.IsNullRef(in slot) && TryGet(slot, out key);
    }

    private static bool TryGet(in AttributeSlot slot, out ulong key)
    {
        key = 0;
        switch (slot.Kind)
        {
            case AttributeKind.Text:
                var text = (string)slot.Reference!;
                key = KeyHash.OfText(text);
                return text.Length > 0;
            case AttributeKind.Integer:
                key = ScalarHash.OfInteger(slot.Bits);
                return true;
            case AttributeKind.Double:
                return ScalarHash.TryOfDouble(slot.Double, out key);
            case AttributeKind.Boolean:
                key = ScalarHash.OfBoolean(slot.Bits != 0);
                return true;
            case AttributeKind.Instant:
                key = ScalarHash.OfInstant(slot.Bits);
                return true;
            default:
                return false;
        }
    }
}
