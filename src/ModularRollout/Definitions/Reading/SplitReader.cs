using ModularRollout.Definitions.Grammar;

namespace ModularRollout.Definitions.Reading;

/// <summary>One split while it is read.</summary>
internal struct SplitState
{
    public FlagScope Flag;
    public string? By;
    public string? Salt;
    public int FirstWeight;
    public int WeightCount;
}

/// <summary>Reads splits: weights, and what is bucketed.</summary>
internal static class SplitReader
{
    public static void Read(ref DefinitionCursor cursor, ref RuleState state)
    {
        state.HasSplit = true;
        state.Rule.Serve.Variant = -1;
        var split = new SplitState { Flag = state.Flag, FirstWeight = state.Flag.Parsed.Weights.Count };
        RuleGrammar.Split.Read(ref cursor, ref split);
        state.Rule.Serve.By = split.By;
        state.Rule.Serve.Salt = split.Salt;
        state.Rule.Serve.FirstWeight = split.FirstWeight;
        state.Rule.Serve.WeightCount = split.WeightCount;
    }

    /// <summary>Reads the attribute to bucket by; <see langword="null"/> for the targeting key.</summary>
    public static string? ReadBy(ref DefinitionCursor cursor)
    {
        if (!ValueReader.TryFilledText(ref cursor, out string by))
        {
            return null;
        }

        if (by.StartsWith('$'))
        {
            string message = $"`{ValueReader.Show(by)}` is no attribute to bucket by; name one that stays with its subject, such as `targetingKey`.";
            cursor.Reading.Error(DefinitionCodes.UnknownWord, cursor.Position, message);
        }

        return by == "targetingKey" ? null : by;
    }

    public static void ReadWeights(ref DefinitionCursor cursor, ref SplitState state)
    {
        int position = cursor.Position;
        if (!ValueReader.IsObject(ref cursor))
        {
            return;
        }

        state.Flag.Names.Clear();
        decimal sum = 0;
        bool isExact = true, isPlain = true;
        while (cursor.MoveToName())
        {
            isPlain &= TryWeight(ref cursor, state.Flag, out decimal weight);
            isExact &= TryAdd(ref sum, weight);
        }

        state.WeightCount = state.Flag.Parsed.Weights.Count - state.FirstWeight;
        if (!isExact)
        {
            cursor.Reading.Error(DefinitionCodes.InvalidWeights, position, "The weights cannot be summed exactly; write them with fewer digits.");
        }
        else if (sum == 0 && isPlain)
        {
            cursor.Reading.Error(DefinitionCodes.InvalidWeights, position, "The weights sum to zero; give at least one variant a weight above zero.");
        }
    }

    private static bool TryWeight(ref DefinitionCursor cursor, FlagScope flag, out decimal weight)
    {
        string name = cursor.Reading.Strings.Get(cursor.Text);
        int mention = flag.Mention(name, cursor.Position);
        bool isNew = flag.Names.TryAdd(name);
        if (!isNew)
        {
            cursor.Reading.Error(DefinitionCodes.DuplicateName, cursor.Position, $"The variant `{ValueReader.Show(name)}` has two weights; keep one.");
        }

        cursor.Read();
        if (!NumberReader.TryDecimal(ref cursor, out weight))
        {
            return false;
        }

        if (weight < 0)
        {
            cursor.Reading.Error(DefinitionCodes.InvalidWeights, cursor.Position, $"The weight {ValueReader.Show(in cursor)} is negative; write 0 or more.");
            weight = 0;
            return false;
        }

        flag.Parsed.Weights.Add(new ParsedWeight { Variant = mention, Weight = weight });
        return isNew;
    }

    // Decimals round silently when digits run out; what was added can then not be taken away again.
    private static bool TryAdd(ref decimal sum, decimal weight)
    {
        if (weight > decimal.MaxValue - sum)
        {
            return false;
        }

        decimal total = sum + weight;
        bool isExact = total - sum == weight && total - weight == sum;
        sum = total;
        return isExact;
    }
}
