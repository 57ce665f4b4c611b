using System.Runtime.CompilerServices;
using ModularRollout.Definitions;

namespace ModularRollout.Snapshots.Conditions;

/// <summary>The instant is before or after another; <c>$now</c> is the gate's clock.</summary>
internal sealed class InstantTest : AttributeTest
{
    private readonly bool _isBefore;
    private readonly long _utcTicks;

    public InstantTest(AttributeRef attribute, bool isBefore, long utcTicks)
        : base(attribute)
    {
        _isBefore = isBefore;
        _utcTicks = utcTicks;
    }

    protected override string Comparison => $"{(_isBefore ? "before" : "after")} {AttributeText.Instant(_utcTicks)}";

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot) =>
        TryGet(context, snapshot, out long ticks) && (_isBefore ? ticks < _utcTicks : ticks > _utcTicks);

    private bool TryGet(in EvaluationContext context, FeatureSnapshot snapshot, out long utcTicks)
    {
        if (Attribute.IsNow)
        {
            utcTicks = snapshot.Clock.GetUtcNow().UtcTicks;
            return true;
        }

        ref readonly AttributeSlot slot = ref SlotOf(AttributeKind.Instant, context, snapshot);
        if (!Unsafe.IsNullRef(in slot))
        {
            utcTicks = slot.Bits;
            return true;
        }

        utcTicks = 0;
        return Attribute.Text(context, snapshot) is { } text && InstantText.TryParse(text, out utcTicks);
    }
}
