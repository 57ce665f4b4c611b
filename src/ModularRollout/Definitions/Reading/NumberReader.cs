using System.Buffers.Text;
using System.Text.Json;

namespace ModularRollout.Definitions.Reading;

/// <summary>Reads numbers; what does not fit is reported and skipped.</summary>
internal static class NumberReader
{
    /// <summary>Reads a decimal without rounding it.</summary>
    public static bool TryDecimal(ref DefinitionCursor cursor, out decimal value)
    {
        value = 0;
        if (!IsNumber(ref cursor))
        {
            return false;
        }

        if (!ExactDecimal.TryRead(cursor.Raw, out value))
        {
            OutOfRange(ref cursor, "a number of at most 28 digits");
            return false;
        }

        return true;
    }

    /// <summary>Reads a percentage, 0 to 100.</summary>
    public static bool TryPercent(ref DefinitionCursor cursor, out decimal value)
    {
        if (!TryDecimal(ref cursor, out value))
        {
            return false;
        }

        if (value is < 0 or > 100)
        {
            OutOfRange(ref cursor, "a percentage from 0 to 100");
            return false;
        }

        return true;
    }

    /// <summary>Reads a whole number.</summary>
    public static bool TryWhole(ref DefinitionCursor cursor, int least, out int value)
    {
        value = 0;
        if (!TryDecimal(ref cursor, out decimal number))
        {
            return false;
        }

        if (number < least || number > int.MaxValue || number != decimal.Truncate(number))
        {
            OutOfRange(ref cursor, $"a whole number, {least} or more");
            return false;
        }

        value = (int)number;
        return true;
    }

    /// <summary>Reads a number as an int64 where it is one, else as a double.</summary>
    public static bool TryNumber(ref DefinitionCursor cursor, out ParsedValue value)
    {
        value = default;
        if (!IsNumber(ref cursor))
        {
            return false;
        }

        if (TryInteger(cursor.Raw, out long integer))
        {
            value = new ParsedValue { Kind = ParsedValueKind.Integer, Bits = integer };
            return true;
        }

        bool parsed = Utf8Parser.TryParse(cursor.Raw, out double number, out _);
        if (!parsed || !double.IsFinite(number))
        {
            OutOfRange(ref cursor, "a number that fits a double");
            return false;
        }

        value = new ParsedValue { Kind = ParsedValueKind.Double, Bits = BitConverter.DoubleToInt64Bits(number) };
        return true;
    }

    public static void OutOfRange(ref DefinitionCursor cursor, string expected) =>
        cursor.Reading.Error(DefinitionCodes.OutOfRange, cursor.Position, $"{ValueReader.Show(in cursor)} is out of range; write {expected}.");

    private static bool TryInteger(ReadOnlySpan<byte> text, out long integer)
    {
        if (Utf8Parser.TryParse(text, out integer, out int read) && read == text.Length)
        {
            return true;
        }

        if (ExactDecimal.TryRead(text, out decimal value) && value >= long.MinValue && value <= long.MaxValue && value == decimal.Truncate(value))
        {
            integer = (long)value;
            return true;
        }

        return false;
    }

    private static bool IsNumber(ref DefinitionCursor cursor)
    {
        if (cursor.Token == JsonTokenType.Number)
        {
            return true;
        }

        ValueReader.WrongType(ref cursor, "a number");
        return false;
    }
}
