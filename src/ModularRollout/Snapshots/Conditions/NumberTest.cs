using System.Globalization;
using System.Runtime.CompilerServices;
using ModularRollout.Definitions;

namespace ModularRollout.Snapshots.Conditions;

/// <summary>The number is on one side of another; exact for integers and doubles, also mixed. NaN is on no side.</summary>
internal sealed class NumberTest : AttributeTest
{
    private readonly ConditionKind _kind;
    private readonly ParsedValue _number;

    public NumberTest(string attribute, ConditionKind kind, in ParsedValue number)
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
        if (Unsafe.IsNullRef(in slot) || slot.Kind is not (AttributeKind.Integer or AttributeKind.Double) || IsNaN(slot))
        {
            return false;
        }

        int order = Compare(slot);
        return _kind switch
        {
            ConditionKind.LessThan => order < 0,
            ConditionKind.AtMost => order <= 0,
            ConditionKind.GreaterThan => order > 0,
            _ => order >= 0,
        };
    }

    private static bool IsNaN(in AttributeSlot slot) => slot.Kind == AttributeKind.Double && double.IsNaN(slot.Double);

    private int Compare(in AttributeSlot slot) => (slot.Kind == AttributeKind.Integer, _number.Kind == ParsedValueKind.Integer) switch
    {
        (true, true) => slot.Bits.CompareTo(_number.Bits),
        (true, false) => ExactNumber.Compare(slot.Bits, _number.Double),
        (false, true) => -ExactNumber.Compare(_number.Bits, slot.Double),
        _ => slot.Double.CompareTo(_number.Double),
    };
}
