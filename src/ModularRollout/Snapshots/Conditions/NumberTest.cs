using System.Globalization;
using System.Runtime.CompilerServices;
using ModularRollout.Definitions;

namespace ModularRollout.Snapshots.Conditions;

/// <summary>The number is on one side of another; exact for integers and doubles, also mixed. NaN is on no side.</summary>
internal sealed class NumberTest : AttributeTest
{
    private readonly ConditionKind _kind;
    private readonly ParsedValue _number;

    public NumberTest(AttributeRef attribute, ConditionKind kind, in ParsedValue number)
        : base(attribute)
    {
        _kind = kind;
        _number = number;
    }

    protected override string Comparison => _kind switch
    {
        ConditionKind.LessThan => "lessThan ",
        ConditionKind.AtMost => "atMost ",
        ConditionKind.GreaterThan => "greaterThan ",
        _ => "atLeast ",
    } + (_number.Kind == ParsedValueKind.Integer ? _number.Bits.ToString(CultureInfo.InvariantCulture) : AttributeText.Number(_number.Double));

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        ref readonly AttributeSlot slot = ref Attribute.Find(context, snapshot);
        return !Unsafe.IsNullRef(in slot) && TryCompare(slot, out int order) && _kind switch
        {
            ConditionKind.LessThan => order < 0,
            ConditionKind.AtMost => order <= 0,
            ConditionKind.GreaterThan => order > 0,
            _ => order >= 0,
        };
    }

    private bool TryCompare(in AttributeSlot slot, out int order)
    {
        bool isInteger = _number.Kind == ParsedValueKind.Integer;
        switch (slot.Kind)
        {
            case AttributeKind.Integer when isInteger:
                order = slot.Bits.CompareTo(_number.Bits);
                return true;
            case AttributeKind.Integer:
                return ExactNumber.TryCompare(slot.Bits, _number.Double, out order);
            case AttributeKind.Double:
                return isInteger
                    ? ExactNumber.TryCompare(slot.Double, _number.Bits, out order)
                    : ExactNumber.TryCompare(slot.Double, _number.Double, out order);
            default:
                order = 0;
                return false;
        }
    }
}
