using System.Globalization;

namespace ModularRollout.Snapshots.Conditions;

/// <summary>The attribute's bucket under a salt is in a range: a share as a condition.</summary>
internal sealed class BucketTest : AttributeTest
{
    private readonly string _salt;
    private readonly ulong _folded;
    private readonly decimal _fromPercent;
    private readonly decimal _toPercent;
    private readonly ulong _from;
    private readonly ulong _to;
    private readonly bool _toEnd;
    private readonly bool _isEmpty;

    public BucketTest(AttributeRef attribute, string salt, decimal fromPercent, decimal toPercent)
        : base(attribute)
    {
        _salt = salt;
        _folded = KeyHash.Fold(KeyHash.OfSalt(salt));
        _fromPercent = fromPercent;
        _toPercent = toPercent;
        _from = ShareBounds.OfPercent(fromPercent, out _isEmpty);
        _to = ShareBounds.OfPercent(toPercent, out _toEnd);
    }

    protected override string Comparison => string.Create(CultureInfo.InvariantCulture, $"bucketIn {_fromPercent} % to {_toPercent} % of salt \"{_salt}\"");

    public override bool Matches(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        if (_isEmpty || !BucketKey.TryGet(Attribute, context, snapshot, out ulong key))
        {
            return false;
        }

        ulong hash = KeyHash.Mix(key, _folded);
        return hash >= _from && (_toEnd || hash < _to);
    }

    protected override string Found(in EvaluationContext context, FeatureSnapshot snapshot)
    {
        string value = base.Found(context, snapshot);
        return BucketKey.TryGet(Attribute, context, snapshot, out ulong key)
            ? string.Create(CultureInfo.InvariantCulture, $"{value}, bucket {KeyHash.Mix(key, _folded) / 18446744073709551616.0:F6}")
            : value;
    }
}
