using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ModularRollout.Definitions;

namespace ModularRollout.Snapshots;

/// <summary>Writes attributes and lists for people.</summary>
internal static class AttributeText
{
    private const int LongestText = 200;
    private const int LongestList = 10;

    public static string Describe(AttributeRef attribute, in EvaluationContext context, FeatureSnapshot snapshot)
    {
        if (attribute.IsTargetingKey)
        {
            return context.Key is { } key ? Quote(key) : "absent";
        }

        if (attribute.IsNow)
        {
            return Instant(snapshot.Clock.GetUtcNow().UtcTicks);
        }

        ref readonly AttributeSlot slot = ref attribute.Find(context, snapshot);
        return Unsafe.IsNullRef(in slot) ? "absent" : Describe(slot);
    }

    public static string Describe(in AttributeSlot slot) => slot.Kind switch
    {
        AttributeKind.Text => Quote((string)slot.Reference!),
        AttributeKind.Boolean => slot.Bits != 0 ? "true" : "false",
        AttributeKind.Integer => slot.Bits.ToString(CultureInfo.InvariantCulture),
        AttributeKind.Double => Number(slot.Double),
        AttributeKind.Instant => Instant(slot.Bits),
        _ => List((string[])slot.Reference!),
    };

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Instant(long utcTicks)
    {
        Span<char> text = stackalloc char[40];
        return new string(text[..InstantText.Format(utcTicks, text)]);
    }

    public static string Quote(string text) => text.Length <= LongestText ? $"\"{text}\"" : $"\"{text.AsSpan(0, LongestText)}…\" ({text.Length} characters)";

    public static string List(ReadOnlySpan<string> texts)
    {
        var list = new StringBuilder("[");
        for (int i = 0; i < texts.Length && i < LongestList; i++)
        {
            list.Append(i == 0 ? "" : ", ").Append(Quote(texts[i]));
        }

        return list.Append(texts.Length > LongestList ? $", … {texts.Length} entries]" : "]").ToString();
    }
}
