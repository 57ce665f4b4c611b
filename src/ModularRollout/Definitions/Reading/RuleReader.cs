using System.IO.Hashing;
using ModularRollout.Definitions.Grammar;

namespace ModularRollout.Definitions.Reading;

/// <summary>One rule, or <c>otherwise</c>, while it is read.</summary>
internal struct RuleState
{
    public FlagScope Flag;
    public ParsedRule Rule;
    public SplitState Split;
    public bool HasServe;
    public bool HasSplit;
    /// <summary>Whether there is a condition, and no error in it.</summary>
    public bool HasCondition;

    /// <summary>The hash of the condition's canonical text.</summary>
    public UInt128 ConditionHash;
}

/// <summary>Reads the rules of a flag, and what it serves otherwise.</summary>
internal static class RuleReader
{
    public static void ReadRules(ref DefinitionCursor cursor, ref FlagScope flag)
    {
        int most = cursor.Reading.Options.Limits.RulesPerFlag;
        if (!ValueReader.IsList(ref cursor))
        {
            return;
        }

        bool reached = true;
        int count = 0;
        while (cursor.MoveToElement())
        {
            if (++count <= most)
            {
                ReadRule(ref cursor, flag, ref reached);
                continue;
            }

            if (count == most + 1)
            {
                cursor.Reading.Error(DefinitionCodes.LimitExceeded, cursor.Position, $"The flag has more than {most} rules, which is the limit.");
            }

            cursor.Skip();
        }
    }

    public static void ReadOtherwise(ref DefinitionCursor cursor, ref FlagScope flag)
    {
        flag.HasOtherwise = true;
        flag.OtherwisePosition = cursor.Position;
        var state = new RuleState { Flag = flag, Rule = { Serve = { Variant = -1 } } };
        if (RuleGrammar.Otherwise.Read(ref cursor, ref state))
        {
            CheckServe(cursor.Reading, in state, flag.OtherwisePosition);
        }

        flag.Parsed.Otherwise = state.Rule.Serve;
    }

    public static void ReadCondition(ref DefinitionCursor cursor, ref RuleState state)
    {
        int start = cursor.Reading.Canonical.Length;
        int errors = cursor.Reading.Diagnostics.Errors;
        state.Rule.Condition = ConditionReader.Read(ref cursor, state.Flag.Parsed.Conditions);
        state.HasCondition = cursor.Reading.Diagnostics.Errors == errors;
        state.ConditionHash = XxHash128.HashToUInt128(cursor.Reading.Canonical.Text[start..]);
    }

    public static void ReadServe(ref DefinitionCursor cursor, ref RuleState state)
    {
        state.HasServe = true;
        state.Rule.Serve.Variant = state.Flag.ReadMention(ref cursor);
    }

    private static void ReadRule(ref DefinitionCursor cursor, FlagScope flag, ref bool reached)
    {
        int number = flag.Parsed.Rules.Count;
        var state = new RuleState { Flag = flag, Rule = { Name = "", Position = cursor.Position, Serve = { Variant = -1 } } };
        if (RuleGrammar.Rule.Read(ref cursor, ref state))
        {
            CheckServe(cursor.Reading, in state, state.Rule.Position);
        }

        if (state.Rule.Name.Length == 0)
        {
            state.Rule.Name = RuleNames.At(number);
        }

        if (state.HasCondition)
        {
            CheckReach(cursor.Reading, flag, in state, ref reached);
        }

        flag.Parsed.Rules.Add(state.Rule);
    }

    private static void CheckServe(DefinitionReading reading, in RuleState state, int position)
    {
        if (state.HasServe && state.HasSplit)
        {
            reading.Error(DefinitionCodes.Conflict, position, "Both `serve` and `split` say what is served; keep one.");
        }
        else if (!state.HasServe && !state.HasSplit)
        {
            reading.Error(DefinitionCodes.MissingProperty, position, "Nothing is served; write `serve` with a variant, or `split` with weights.");
        }
    }

    private static void CheckReach(DefinitionReading reading, FlagScope flag, in RuleState state, ref bool reached)
    {
        bool? constant = ConditionCheck.Constant(flag.Parsed.Conditions.Nodes, state.Rule.Condition);
        bool isNew = flag.Conditions.Add(state.ConditionHash);
        string? reason = !reached ? "a rule above it matches everybody"
            : constant == false ? "its condition is never true"
            : !isNew ? "a rule above it has the same condition"
            : null;
        if (reason is not null)
        {
            reading.Warn(DefinitionCodes.UnreachableRule, state.Rule.Position, $"The rule `{ValueReader.Show(state.Rule.Name)}` is never reached: {reason}.");
        }

        reached &= constant != true;
    }
}
