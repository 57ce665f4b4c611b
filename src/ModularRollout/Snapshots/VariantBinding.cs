using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ModularRollout.Snapshots;

/// <summary>Binds a variant for a decision that is read without its key.</summary>
internal static class VariantBinding
{
    /// <summary>How any variant becomes a <see cref="JsonElement"/>.</summary>
    public static JsonTypeInfo<JsonElement> Element { get; } =
        JsonMetadataServices.CreateValueInfo<JsonElement>(
            new JsonSerializerOptions { TypeInfoResolver = JsonTypeInfoResolver.Combine() }, JsonMetadataServices.JsonElementConverter);

    public static bool TryBind<T>(FeatureSnapshot? snapshot, string flag, CompiledVariant variant, [MaybeNullWhen(false)] out T value)
    {
        if (typeof(T) == typeof(JsonElement))
        {
            return variant.TryBind((JsonTypeInfo<T>)(object)Element, out value);
        }

        foreach (JsonTypeInfo json in BindingsOf(snapshot, flag))
        {
            if (json is JsonTypeInfo<T> typed)
            {
                return variant.TryBind(typed, out value);
            }
        }

        value = default;
        return false;
    }

    private static ReadOnlySpan<JsonTypeInfo> BindingsOf(FeatureSnapshot? snapshot, string flag) =>
        snapshot?.Gate.Directory.Find(flag) is { } slot ? slot.Bindings : default;
}
