using ModularRollout.Definitions.Grammar;

namespace ModularRollout.Definitions.Reading;

/// <summary>Reads conditions into a flat list in pre-order.</summary>
internal static class ConditionReader
{
    /// <summary>Reads the condition the cursor is at.</summary>
    /// <returns>The index of its root.</returns>
    public static int Read(ref DefinitionCursor cursor, ParsedConditions into)
    {
        int index = into.Nodes.Count;
        into.Nodes.Add(default);
        var state = new ConditionState { Conditions = into, Node = { Position = cursor.Position } };
        int errors = cursor.Reading.Diagnostics.Errors;
        bool isObject = ConditionGrammar.Condition.Read(ref cursor, ref state);
        bool mayBeMistyped = state.Test is null && cursor.Reading.Diagnostics.Errors > errors;
        if (isObject && !mayBeMistyped)
        {
            ConditionCheck.Complete(cursor.Reading, ref state);
        }

        state.Node.End = into.Nodes.Count;
        into.Nodes[index] = state.Node;
        return index;
    }

    public static void ReadChildren(ref DefinitionCursor cursor, ref ConditionState state, ConditionKind kind, string name)
    {
        if (!Begin(ref cursor, ref state, kind, name) || !ValueReader.IsList(ref cursor))
        {
            return;
        }

        int count = 0;
        while (cursor.MoveToElement())
        {
            if (ListReader.MayHave(ref cursor, ++count))
            {
                Read(ref cursor, state.Conditions);
            }
        }
    }

    public static void ReadNot(ref DefinitionCursor cursor, ref ConditionState state)
    {
        if (Begin(ref cursor, ref state, ConditionKind.Not, "not"))
        {
            Read(ref cursor, state.Conditions);
        }
    }

    public static void ReadSegment(ref DefinitionCursor cursor, ref ConditionState state)
    {
        if (Begin(ref cursor, ref state, ConditionKind.Segment, "segment") && ValueReader.TryFilledText(ref cursor, out string name))
        {
            state.Node.Name = name;
        }
    }

    public static void ReadAttribute(ref DefinitionCursor cursor, ref ConditionState state)
    {
        state.AttributePosition = cursor.Position;
        state.Attribute = ValueReader.TryFilledText(ref cursor, out string name) ? name : "";
    }

    public static void ReadIgnoreCase(ref DefinitionCursor cursor, ref ConditionState state)
    {
        state.IgnoreCasePosition = cursor.Position;
        state.Node.IgnoreCase = ValueReader.TryBoolean(ref cursor, out bool ignore) && ignore;
    }

    /// <summary>Notes what the condition does; a second thing is reported and skipped.</summary>
    public static bool Begin(ref DefinitionCursor cursor, ref ConditionState state, ConditionKind kind, string name)
    {
        if (state.Test is null)
        {
            (state.Test, state.Node.Kind, state.TestPosition) = (name, kind, cursor.Position);
            return true;
        }

        string message = $"The condition has `{state.Test}` and `{name}`; a condition has one of them, so combine two with `all` or `any`.";
        cursor.Reading.Error(DefinitionCodes.ConditionShape, cursor.Position, message);
        cursor.Skip();
        return false;
    }
}
