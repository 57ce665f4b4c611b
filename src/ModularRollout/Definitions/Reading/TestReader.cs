using System.Text;
using ModularRollout.Definitions.Grammar;

namespace ModularRollout.Definitions.Reading;

/// <summary>Reads what one test compares an attribute with.</summary>
internal static class TestReader
{
    public static void ReadValues(ref DefinitionCursor cursor, ref ConditionState state, ConditionKind kind, string name)
    {
        if (ConditionReader.Begin(ref cursor, ref state, kind, name))
        {
            state.Node.FirstValue = state.Conditions.Values.Count;
            state.Node.ValueCount = ListReader.ReadValues(ref cursor, state.Conditions.Values, onlyText: kind != ConditionKind.In);
        }
    }

    public static void ReadPattern(ref DefinitionCursor cursor, ref ConditionState state)
    {
        if (ConditionReader.Begin(ref cursor, ref state, ConditionKind.Matches, "matches") && ValueReader.TryText(ref cursor, out string pattern))
        {
            state.Pattern = pattern;
        }
    }

    public static void ReadNumber(ref DefinitionCursor cursor, ref ConditionState state, ConditionKind kind, string name)
    {
        if (ConditionReader.Begin(ref cursor, ref state, kind, name))
        {
            NumberReader.TryNumber(ref cursor, out state.Node.Number);
        }
    }

    public static void ReadInstant(ref DefinitionCursor cursor, ref ConditionState state, ConditionKind kind, string name)
    {
        if (ConditionReader.Begin(ref cursor, ref state, kind, name))
        {
            TryInstant(ref cursor, out state.Node.Instant);
        }
    }

    /// <summary>Reads an instant, RFC 3339.</summary>
    public static bool TryInstant(ref DefinitionCursor cursor, out long utcTicks)
    {
        utcTicks = 0;
        if (!ValueReader.IsText(ref cursor))
        {
            return false;
        }

        Span<char> text = stackalloc char[64];
        if (Encoding.UTF8.TryGetChars(cursor.Text, text, out int length) && InstantText.TryParse(text[..length], out utcTicks))
        {
            return true;
        }

        string message = $"{ValueReader.Show(in cursor)} is not an instant; write one such as \"2026-11-01T09:00:00Z\".";
        cursor.Reading.Error(DefinitionCodes.InvalidInstant, cursor.Position, message);
        return false;
    }

    public static void ReadSemVer(ref DefinitionCursor cursor, ref ConditionState state)
    {
        if (!ConditionReader.Begin(ref cursor, ref state, ConditionKind.SemVer, "semver") || !ValueReader.TryText(ref cursor, out string text))
        {
            return;
        }

        if (!SemVerRange.TryParse(text, out SemVerRange? range, out string? error))
        {
            string message = $"{ValueReader.Show(in cursor)} is not a range of versions: {error?.TrimEnd('.')}; write one such as \">=2.4.0 <3.0.0\".";
            cursor.Reading.Error(DefinitionCodes.InvalidSemVer, cursor.Position, message);
        }

        state.Node.Operand = range;
    }

    public static void ReadCidr(ref DefinitionCursor cursor, ref ConditionState state)
    {
        int position = cursor.Position;
        if (!ConditionReader.Begin(ref cursor, ref state, ConditionKind.Cidr, "cidr") || !ValueReader.IsList(ref cursor))
        {
            return;
        }

        List<CidrBlock> blocks = [];
        state.Node.FirstValue = state.Conditions.Values.Count;
        int count = 0;
        while (cursor.MoveToElement())
        {
            if (ListReader.MayHave(ref cursor, ++count) && TryCidr(ref cursor, out CidrBlock block))
            {
                blocks.Add(block);
                state.Conditions.Values.Add(new ParsedValue { Kind = ParsedValueKind.String, Text = cursor.Reading.Strings.Get(cursor.Text) });
            }
        }

        ListReader.RequireEntry(ref cursor, position, count, mayBeEmpty: false);
        state.Node.ValueCount = blocks.Count;
        state.Node.Operand = blocks.ToArray();
    }

    public static void ReadExists(ref DefinitionCursor cursor, ref ConditionState state)
    {
        if (ConditionReader.Begin(ref cursor, ref state, ConditionKind.Exists, "exists"))
        {
            ValueReader.TryBoolean(ref cursor, out state.Node.Flag);
        }
    }

    public static void ReadBucket(ref DefinitionCursor cursor, ref ConditionState state)
    {
        int position = cursor.Position;
        state.Node.ToPercent = 100; // what is missing or wrong is told, and not compared
        if (!ConditionReader.Begin(ref cursor, ref state, ConditionKind.BucketIn, "bucketIn") || !ConditionGrammar.Bucket.Read(ref cursor, ref state))
        {
            return;
        }

        if (state.Node.FromPercent > state.Node.ToPercent)
        {
            string message = FormattableString.Invariant(
                $"The buckets go from {state.Node.FromPercent} to {state.Node.ToPercent} percent; `fromPercent` is at most `toPercent`.");
            cursor.Reading.Error(DefinitionCodes.OutOfRange, position, message);
        }
    }

    private static bool TryCidr(ref DefinitionCursor cursor, out CidrBlock block)
    {
        block = default;
        if (!ValueReader.IsText(ref cursor))
        {
            return false;
        }

        Span<char> text = stackalloc char[64];
        if (Encoding.UTF8.TryGetChars(cursor.Text, text, out int length) && CidrBlock.TryParse(text[..length], out block))
        {
            return true;
        }

        string message = $"{ValueReader.Show(in cursor)} is not a block of addresses; write one such as \"10.0.0.0/8\" or \"2001:db8::/32\".";
        cursor.Reading.Error(DefinitionCodes.InvalidCidr, cursor.Position, message);
        return false;
    }
}
