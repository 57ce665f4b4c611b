using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using ModularRollout.Definitions;
using ModularRollout.Definitions.Reading;

namespace ModularRollout.Rollouts.Plans;

/// <summary>Reads the members of a JSON object that was checked.</summary>
internal static class PlanJson
{
    public static JsonElement? Member(this JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) ? value : null;

    public static string? Text(this JsonElement json, string name) => json.Member(name)?.GetString();

    public static IReadOnlyList<string> Texts(this JsonElement json, string name)
    {
        if (json.Member(name) is not { } list)
        {
            return [];
        }

        var texts = new List<string>(list.GetArrayLength());
        foreach (JsonElement text in list.EnumerateArray())
        {
            texts.Add(text.GetString()!);
        }

        return texts.AsReadOnly();
    }

    /// <summary>Reads a word as the value of an enumeration that has the words' order.</summary>
    public static T Word<T>(this JsonElement json, string name, Words words, T fallback)
        where T : struct, Enum =>
        json.Text(name) is { } word ? Enum.GetValues<T>()[Array.IndexOf(words.All, word)] : fallback;

    public static double? Number(this JsonElement json, string name) => json.Member(name)?.GetDouble();

    public static decimal? Decimal(this JsonElement json, string name) =>
        json.Member(name) is { } number && ExactDecimal.TryRead(JsonMarshal.GetRawUtf8Value(number), out decimal value) ? value : null;

    public static int Whole(this JsonElement json, string name, int fallback) => (int)(json.Decimal(name) ?? fallback);

    public static TimeSpan? Duration(this JsonElement json, string name) =>
        json.Text(name) is { } text && DurationText.TryParse(text, out TimeSpan duration) ? duration : null;

    public static TimeOnly TimeOfDay(this JsonElement json, string name) => TimeOnly.ParseExact(json.Text(name)!, "HH:mm", CultureInfo.InvariantCulture);
}
