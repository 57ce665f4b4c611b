using System.Runtime.CompilerServices;

namespace ModularRollout.Snapshots.Conditions;

/// <summary>The attribute's list of texts contains any, or all, of a set.</summary>
internal sealed class ListTest<TComparison> : AttributeTest
    where TComparison : struct, ITextComparison
{
    private readonly string[] _texts;
    private readonly bool _all;

    public ListTest(AttributeRef attribute, string[] texts, bool all)
        : base(attribute)
    {
        _texts = texts;
        _all = all;
    }

    protected override string Comparison => $"{(_all ? "containsAll" : "containsAny")} {AttributeText.List(_texts)}{TComparison.Suffix}";

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        ref readonly AttributeSlot slot = ref SlotOf(AttributeKind.TextList, context, snapshot);
        if (Unsafe.IsNullRef(in slot))
        {
            return false;
        }

        var list = (string[])slot.Reference!;
        foreach (string text in _texts)
        {
            if (Contains(list, text) != _all)
            {
                return !_all;
            }
        }

        return _all;
    }

    private static bool Contains(string[] list, string text)
    {
        foreach (string entry in list)
        {
            if (TComparison.Equals(entry, text))
            {
                return true;
            }
        }

        return false;
    }
}
