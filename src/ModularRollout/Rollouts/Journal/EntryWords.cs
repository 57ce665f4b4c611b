using System.Text.Json;

namespace ModularRollout.Rollouts.Journal;

/// <summary>The words that stand for enumerations in an entry: their names, in camel case.</summary>
internal static class EntryWords
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static T Read<T>(JsonElement word)
        where T : struct, Enum
    {
        string text = word.GetString() ?? "";
        return Enum.TryParse(text, ignoreCase: true, out T value) && Of(value) == text
            ? value
            : throw new InvalidDataException($"'{text}' is no {typeof(T).Name} this version of the package knows.");
    }
}
