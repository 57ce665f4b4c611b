using System.Runtime.CompilerServices;

namespace ModularRollout.Snapshots.Conditions;

/// <summary>The text equals one of a short list.</summary>
internal sealed class ShortInTest<TComparison> : AttributeTest
    where TComparison : struct, ITextComparison
{
    private readonly string[] _texts;
    private readonly ulong[] _signs;

    public ShortInTest(AttributeRef attribute, string[] texts)
        : base(attribute)
    {
        _texts = texts;
        _signs = Array.ConvertAll(texts, static text => TComparison.Sign(TextSign.Of(text)));
    }

    protected override string Comparison => $"in {AttributeText.List(_texts)}{TComparison.Suffix}";

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        ref readonly AttributeSlot slot = ref Attribute.FindNear(context);
        if (Unsafe.IsNullRef(in slot))
        {
            return Attribute.TextElsewhere(context, snapshot) is { } text && Contains(text, TextSign.Of(text));
        }

        return slot.Kind == AttributeKind.Text && MayContain((ulong)slot.Bits) && Contains(slot.Text!, (ulong)slot.Bits);
    }

    /// <summary>Looks at signs alone: most texts are in no list, and are never touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MayContain(ulong sign)
    {
        sign = TComparison.Sign(sign);
        foreach (ulong known in _signs)
        {
            if (known == sign)
            {
                return true;
            }
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Contains(string text, ulong sign)
    {
        sign = TComparison.Sign(sign);
        ulong[] signs = _signs;
        for (int i = 0; i < signs.Length; i++)
        {
            if (signs[i] == sign && TComparison.Equals(text, _texts[i]))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>The text equals one of a long list, which is kept as fingerprints.</summary>
internal sealed class LongInTest : AttributeTest
{
    private readonly int _count;
    private readonly FingerprintSet _texts;

    public LongInTest(AttributeRef attribute, int count, FingerprintSet texts)
        : base(attribute)
    {
        _count = count;
        _texts = texts;
    }

    protected override string Comparison => $"in a list of {_count} texts";

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot) =>
        Attribute.Text(context, snapshot) is { } text && _texts.Contains(text);
}

/// <summary>The number or boolean equals one of a list; numbers compare exactly.</summary>
internal sealed class InScalarsTest : AttributeTest
{
    private readonly HashSet<long> _integers;
    private readonly HashSet<double> _doubles;
    private readonly bool _true;
    private readonly bool _false;

    public InScalarsTest(AttributeRef attribute, HashSet<long> integers, HashSet<double> doubles, bool containsTrue, bool containsFalse)
        : base(attribute)
    {
        _integers = integers;
        _doubles = doubles;
        _true = containsTrue;
        _false = containsFalse;
    }

    protected override string Comparison => $"in a list of {_integers.Count + _doubles.Count + (_true ? 1 : 0) + (_false ? 1 : 0)} numbers and booleans";

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        ref readonly AttributeSlot slot = ref Attribute.Find(context, snapshot);
        return !Unsafe.IsNullRef(in slot) && slot.Kind switch
        {
            AttributeKind.Boolean => slot.Bits != 0 ? _true : _false,
            AttributeKind.Integer => ContainsInteger(slot.Bits),
            AttributeKind.Double => ContainsDouble(slot.Double),
            _ => false,
        };
    }

    // A list's doubles are never whole 64-bit numbers: those were read as integers.
    private bool ContainsInteger(long value) => _integers.Contains(value);

    private bool ContainsDouble(double value) =>
        _doubles.Contains(value) || (value is >= -9223372036854775808.0 and < 9223372036854775808.0 && value == Math.Truncate(value) && _integers.Contains((long)value));
}
