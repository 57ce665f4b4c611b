using System.Buffers;

namespace ModularRollout.Definitions.Reading;

/// <summary>Checks who answers for a flag, and for how long.</summary>
internal static class GovernanceReader
{
    private static readonly SearchValues<byte> Scheme =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."u8);

    private static readonly SearchValues<byte> Forbidden = SearchValues.Create("\"<>\\^`{|}\u007f"u8);

    public static readonly Words Kinds = new("a kind of flag", "release", "experiment", "operations", "permission", "migration");

    public static void ReadKind(ref DefinitionCursor cursor, ref FlagScope flag)
    {
        if (ValueReader.TryWord(ref cursor, Kinds, out int kind))
        {
            flag.Parsed.Kind = (FlagKind)kind;
        }
    }

    /// <summary>Reads a date, <c>yyyy-MM-dd</c>.</summary>
    public static DateOnly? ReadDate(ref DefinitionCursor cursor)
    {
        if (!ValueReader.IsText(ref cursor))
        {
            return null;
        }

        if (TryDate(cursor.Text, out DateOnly date))
        {
            return date;
        }

        string message = $"{ValueReader.Show(in cursor)} is not a date; write year, month and day, such as \"2027-02-01\".";
        cursor.Reading.Error(DefinitionCodes.InvalidInstant, cursor.Position, message);
        return null;
    }

    public static void ReadExpires(ref DefinitionCursor cursor, ref FlagScope flag)
    {
        flag.Governance.ExpiresPosition = cursor.Position;
        flag.Governance.Expires = ReadDate(ref cursor);
    }

    public static void ReadPermanent(ref DefinitionCursor cursor, ref FlagScope flag) =>
        flag.Governance.IsPermanent = ValueReader.TryBoolean(ref cursor, out bool permanent) && permanent;

    public static void ReadLinks(ref DefinitionCursor cursor, ref FlagScope flag)
    {
        if (!ValueReader.IsObject(ref cursor))
        {
            return;
        }

        flag.Names.Clear();
        while (cursor.MoveToName())
        {
            string name = cursor.Reading.Strings.Get(cursor.Text);
            if (!flag.Names.TryAdd(name))
            {
                cursor.Reading.Error(DefinitionCodes.DuplicateName, cursor.Position, $"The link `{ValueReader.Show(name)}` stands here twice; keep one.");
            }

            cursor.Read();
            CheckLink(ref cursor);
        }
    }

    /// <summary>Checks a flag's governance as a whole.</summary>
    public static void Check(DefinitionReading reading, FlagScope flag)
    {
        GovernanceFindings found = flag.Governance;
        int position = flag.Parsed.Position;
        if (found.IsPermanent && found.ExpiresPosition > 0)
        {
            reading.Error(DefinitionCodes.Conflict, found.ExpiresPosition, "The flag is permanent and expires; keep one of `permanent` and `expires`.");
        }

        if (found.Expires < reading.Options.Today)
        {
            reading.Warn(DefinitionCodes.Expired, found.ExpiresPosition, $"The flag expired on {found.Expires:yyyy-MM-dd}; carry out its removal plan, or give it a later date.");
        }

        if (!found.HasOwner)
        {
            Require(reading, position, "The flag has no owner; name the team that answers for it in `owner`.");
        }

        if (reading.Options.Strict)
        {
            CheckEnd(reading, found, position);
        }
    }

    // By hand, because the framework's parser asks the culture even when told to be invariant.
    private static bool TryDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        bool isShaped = text.Length == 10 && text[4] == '-' && text[7] == '-';
        if (!isShaped || !TryDigits(text[..4], out int year) || !TryDigits(text[5..7], out int month) || !TryDigits(text[8..], out int day))
        {
            return false;
        }

        bool exists = IsDay(year, month, day);
        date = exists ? new DateOnly(year, month, day) : default;
        return exists;
    }

    private static bool IsDay(int year, int month, int day) =>
        year > 0 && month is > 0 and <= 12 && day > 0 && day <= DateTime.DaysInMonth(year, month);

    private static bool TryDigits(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (byte digit in digits)
        {
            number = (10 * number) + digit - '0';
        }

        return !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private static void CheckEnd(DefinitionReading reading, GovernanceFindings found, int position)
    {
        if (!found.IsPermanent && found.ExpiresPosition == 0)
        {
            Require(reading, position, "The flag has no end; give it a date in `expires`, or say `\"permanent\": true`.");
        }

        if (!found.IsPermanent && !found.HasRemovalPlan)
        {
            Require(reading, position, "The flag has no removal plan; say in `removalPlan` what is deleted, and when.");
        }
    }

    private static void Require(DefinitionReading reading, int position, string message)
    {
        if (reading.Options.Strict)
        {
            reading.Error(DefinitionCodes.Governance, position, message);
        }
        else
        {
            reading.Warn(DefinitionCodes.Governance, position, message);
        }
    }

    private static void CheckLink(ref DefinitionCursor cursor)
    {
        if (ValueReader.IsText(ref cursor) && !IsAbsoluteUri(cursor.Text))
        {
            string message = $"{ValueReader.Show(in cursor)} is not an absolute URI; write one such as \"https://example.org/issue/1\".";
            cursor.Reading.Error(DefinitionCodes.InvalidUri, cursor.Position, message);
        }
    }

    // RFC 3986, as far as it can be told without making a Uri: a scheme, a colon, something, and no character it forbids.
    private static bool IsAbsoluteUri(ReadOnlySpan<byte> text)
    {
        int colon = text.IndexOf((byte)':');
        if (colon < 1 || colon == text.Length - 1 || !char.IsAsciiLetter((char)text[0]))
        {
            return false;
        }

        bool schemeIsPlain = !text[..colon].ContainsAnyExcept(Scheme);
        ReadOnlySpan<byte> rest = text[(colon + 1)..];
        bool hasHost = !rest.StartsWith("//"u8) || (rest.Length > 2 && rest[2] is not ((byte)'/' or (byte)'?' or (byte)'#')) || rest.StartsWith("///"u8);
        return schemeIsPlain && hasHost && !rest.ContainsAnyInRange((byte)0, (byte)' ') && !rest.ContainsAny(Forbidden);
    }
}
