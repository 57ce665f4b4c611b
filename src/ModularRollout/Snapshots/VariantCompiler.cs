using System.Runtime.InteropServices;
using ModularRollout.Definitions;

namespace ModularRollout.Snapshots;

/// <summary>Compiles variants; flags with the same boolean variants share them.</summary>
internal sealed class VariantCompiler
{
    private readonly List<CompiledVariant[]> _booleans = [];

    public CompiledVariant[] Compile(List<ParsedVariant> parsed, ReadOnlySpan<byte> document)
    {
        ReadOnlySpan<ParsedVariant> variants = CollectionsMarshal.AsSpan(parsed);
        if (SharedBooleans(variants) is { } shared)
        {
            return shared;
        }

        var compiled = new CompiledVariant[variants.Length];
        for (int i = 0; i < compiled.Length; i++)
        {
            compiled[i] = Compile(variants[i], document);
        }

        if (variants.Length == 2 && variants[0].Kind == ParsedVariantKind.Boolean && _booleans.Count < 16)
        {
            _booleans.Add(compiled);
        }

        return compiled;
    }

    private static CompiledVariant Compile(in ParsedVariant variant, ReadOnlySpan<byte> document)
    {
        ReadOnlySpan<byte> json = document.Slice(variant.Start, variant.Length);
        return variant.Kind switch
        {
            ParsedVariantKind.Boolean => CompiledVariant.Of(variant.Name, variant.Flag),
            ParsedVariantKind.String => CompiledVariant.Of(variant.Name, variant.Text!),
            ParsedVariantKind.Number => CompiledVariant.Of(variant.Name, ExactNumberValue.Parse(json), json.ToArray()),
            _ => CompiledVariant.OfJson(variant.Name, VariantJson.Minify(json)),
        };
    }

    private CompiledVariant[]? SharedBooleans(ReadOnlySpan<ParsedVariant> variants)
    {
        if (variants.Length != 2 || variants[0].Kind != ParsedVariantKind.Boolean)
        {
            return null;
        }

        foreach (CompiledVariant[] known in _booleans)
        {
            if (IsSame(known[0], variants[0]) && IsSame(known[1], variants[1]))
            {
                return known;
            }
        }

        return null;
    }

    private static bool IsSame(CompiledVariant known, in ParsedVariant variant) =>
        known.Name == variant.Name && known.IsTrue == variant.Flag;
}
