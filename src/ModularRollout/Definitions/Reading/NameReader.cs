namespace ModularRollout.Definitions.Reading;

/// <summary>Checks the names of flags, variants and segments, and the salts of splits.</summary>
internal static class NameReader
{
    private const int LongestName = 256;

    /// <summary>Checks a name; an invalid one is reported.</summary>
    public static bool Check(DefinitionReading reading, string name, int position)
    {
        if (name.Length is > 0 and <= LongestName && !HasControl(name))
        {
            return true;
        }

        string reason = name.Length == 0 ? "The name is empty"
            : name.Length > LongestName ? $"The name has {name.Length} characters"
            : "The name has a control character";
        reading.Error(DefinitionCodes.InvalidName, position, $"{reason}; a name has 1 to {LongestName} characters and no control characters.");
        return false;
    }

    /// <summary>Reads a salt; those of rollouts are refused.</summary>
    public static string? ReadSalt(ref DefinitionCursor cursor)
    {
        if (!ValueReader.TryFilledText(ref cursor, out string salt))
        {
            return null;
        }

        if (BelongsToRollout(salt))
        {
            string message = $"The salt \"{ValueReader.Show(salt)}\" belongs to a rollout; choose one that does not end in `/rollout` or `/rollout/<number>`.";
            cursor.Reading.Error(DefinitionCodes.ReservedSalt, cursor.Position, message);
        }

        return salt;
    }

    /// <summary>Says whether a salt ends in <c>/rollout</c> or <c>/rollout/&lt;number&gt;</c>.</summary>
    public static bool BelongsToRollout(ReadOnlySpan<char> salt)
    {
        ReadOnlySpan<char> start = salt.TrimEnd("0123456789");
        bool numbered = start.Length < salt.Length && start.EndsWith("/rollout/");
        return numbered || salt.EndsWith("/rollout");
    }

    /// <summary>Says whether a text has a control character, C0 or C1.</summary>
    public static bool HasControl(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\0', '\u001f') || text.ContainsAnyInRange('\u007f', '\u009f');
}
