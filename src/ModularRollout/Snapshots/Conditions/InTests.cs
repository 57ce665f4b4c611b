using System.Runtime.InteropServices;
using ModularRollout.Definitions;

namespace ModularRollout.Snapshots.Conditions;

/// <summary>Chooses the form of an <c>in</c> test by what its list holds.</summary>
internal static class InTests
{
    /// <summary>Longer lists of texts are kept as fingerprints: comparing one by one takes longer than hashing.</summary>
    private const int LongestShortList = 16;

    public static CompiledCondition Compile<TComparison>(AttributeRef attribute, in ParsedCondition node, List<ParsedValue> values)
        where TComparison : struct, ITextComparison
    {
        ReadOnlySpan<ParsedValue> list = CollectionsMarshal.AsSpan(values).Slice(node.FirstValue, node.ValueCount);
        int texts = CountTexts(list);
        return texts == list.Length ? TextsIn<TComparison>(attribute, list, texts)
            : texts == 0 ? Scalars(attribute, list)
            : new AnyCondition([TextsIn<TComparison>(attribute, list, texts), Scalars(attribute, list)]);
    }

    private static CompiledCondition TextsIn<TComparison>(AttributeRef attribute, ReadOnlySpan<ParsedValue> list, int count)
        where TComparison : struct, ITextComparison
    {
        var texts = new string[count];
        int next = 0;
        foreach (ref readonly ParsedValue value in list)
        {
            if (value.Kind == ParsedValueKind.String)
            {
                texts[next++] = value.Text!;
            }
        }

        return count <= LongestShortList
            ? new ShortInTest<TComparison>(attribute, texts)
            : new LongInTest(attribute, count, new FingerprintSet(texts, TComparison.IgnoresCase));
    }

    private static int CountTexts(ReadOnlySpan<ParsedValue> list)
    {
        int count = 0;
        foreach (ref readonly ParsedValue value in list)
        {
            count += value.Kind == ParsedValueKind.String ? 1 : 0;
        }

        return count;
    }

    private static InScalarsTest Scalars(AttributeRef attribute, ReadOnlySpan<ParsedValue> list)
    {
        var integers = new HashSet<long>();
        var doubles = new HashSet<double>();
        bool containsTrue = false;
        bool containsFalse = false;
        foreach (ref readonly ParsedValue value in list)
        {
            switch (value.Kind)
            {
                case ParsedValueKind.Integer:
                    integers.Add(value.Bits);
                    break;
                case ParsedValueKind.Double:
                    doubles.Add(value.Double);
                    break;
                case ParsedValueKind.Boolean:
                    containsTrue |= value.Bits != 0;
                    containsFalse |= value.Bits == 0;
                    break;
                default:
                    break;
            }
        }

        return new InScalarsTest(attribute, integers, doubles, containsTrue, containsFalse);
    }
}
