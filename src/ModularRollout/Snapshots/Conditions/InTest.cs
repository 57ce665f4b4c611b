using System.Runtime.CompilerServices;

namespace ModularRollout.Snapshots.Conditions;

/// <summary>The text equals one of a short list.</summary>
/// <remarks>Most lists hold one text: the first is kept without an array.</remarks>
internal sealed class ShortInTest<TComparison> : AttributeTest
    where TComparison : struct, ITextComparison
{
    private readonly SignedText _first;
    private readonly SignedText[] _others;

    public ShortInTest(AttributeRef attribute, string[] texts)
        : base(attribute)
    {
        SignedText[] signed = Array.ConvertAll(texts, static text => new SignedText(text, TComparison.Sign(TextSign.Of(text))));
        _first = signed[0];
        _others = signed[1..];
    }

    protected override string Comparison => $"in {AttributeText.List(Texts())}{TComparison.Suffix}";

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        ref readonly AttributeSlot slot = ref Attribute.FindNear(context);
        if (Unsafe.IsNullRef(in slot))
        {
            return Attribute.TextElsewhere(context, snapshot) is { } text && Contains(text, TComparison.Sign(TextSign.Of(text)));
        }

        // Most texts are in no list: their signs say so, and they are never touched.
        ulong sign = TComparison.Sign((ulong)slot.Bits);
        return slot.Kind == AttributeKind.Text && MayContain(sign) && Contains(slot.Text!, sign);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MayContain(ulong sign)
    {
        if (_first.Sign == sign)
        {
            return true;
        }

        foreach (ref readonly SignedText other in _others.AsSpan())
        {
            if (other.Sign == sign)
            {
                return true;
            }
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Contains(string text, ulong sign)
    {
        if (_first.Is(text, sign))
        {
            return true;
        }

        foreach (ref readonly SignedText other in _others.AsSpan())
        {
            if (other.Is(text, sign))
            {
                return true;
            }
        }

        return false;
    }

    private string[] Texts() => [_first.Text, .. Array.ConvertAll(_others, static other => other.Text)];

    private readonly struct SignedText(string text, ulong sign)
    {
        public readonly string Text = text;
        public readonly ulong Sign = sign;

        public bool Is(string text, ulong sign) => Sign == sign && TComparison.Equals(text, Text);
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
