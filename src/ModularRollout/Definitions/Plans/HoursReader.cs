using ModularRollout.Definitions.Grammar;
using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Plans;

/// <summary>Change hours while they are read.</summary>
internal struct HoursState
{
    public TimeOnly? From;
    public TimeOnly? To;
}

/// <summary>Reads change hours.</summary>
internal static class HoursReader
{
    private const int LongestZone = 64;

    public static readonly GrammarObject<HoursState> Hours = new(
        "changeHours",
        "change hours",
        new("days", SchemaType.ListOf(SchemaType.Word(PlanGrammar.Days), 1), "The days on which exposure may rise; all of them unless said.",
            static (ref cursor, ref hours) => CheckDays(ref cursor)),
        new("from", SchemaType.TimeOfDay, "When the hours begin.", static (ref cursor, ref hours) => hours.From = PlanValues.ReadTimeOfDay(ref cursor), required: true),
        new("to", SchemaType.TimeOfDay, "When the hours end: on the next day, where that is not after `from`.",
            static (ref cursor, ref hours) => hours.To = PlanValues.ReadTimeOfDay(ref cursor), required: true),
        new("timeZone", SchemaType.FilledText, "The IANA time zone of the hours; UTC unless said.", static (ref cursor, ref hours) => CheckZone(ref cursor)));

    public static void Read(ref DefinitionCursor cursor)
    {
        int position = cursor.Position;
        HoursState hours = default;
        if (Hours.Read(ref cursor, ref hours) && hours.From is { } from && hours.From == hours.To)
        {
            string message = FormattableString.Invariant($"The change hours begin and end at {from:HH\\:mm}, so they are never open; write two times that differ.");
            cursor.Reading.Error(DefinitionCodes.InvalidPlan, position, message);
        }
    }

    private static void CheckDays(ref DefinitionCursor cursor)
    {
        int position = cursor.Position;
        if (!ValueReader.IsList(ref cursor))
        {
            return;
        }

        int count = 0;
        while (cursor.MoveToElement())
        {
            if (ListReader.MayHave(ref cursor, ++count))
            {
                ValueReader.TryWord(ref cursor, PlanGrammar.Days, out _);
            }
        }

        if (count == 0)
        {
            cursor.Reading.Error(DefinitionCodes.EmptyList, position, "The list is empty, so exposure could never rise; name a day, or leave `days` out.");
        }
    }

    private static void CheckZone(ref DefinitionCursor cursor)
    {
        if (!ValueReader.TryFilledText(ref cursor, out string zone) || (IsName(zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)))
        {
            return;
        }

        string message = $"{ValueReader.Show(in cursor)} is not a time zone this system knows; write an IANA name, such as \"Europe/Zurich\".";
        cursor.Reading.Error(DefinitionCodes.UnknownWord, cursor.Position, message);
    }

    // The system looks zones up as files by their names, so nothing else may get there.
    private static bool IsName(string zone)
    {
        if (zone.Length > LongestZone || !char.IsAsciiLetter(zone[0]))
        {
            return false;
        }

        foreach (char c in zone)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('/' or '_' or '-' or '+'))
            {
                return false;
            }
        }

        return true;
    }
}
