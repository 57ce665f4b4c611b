namespace ModularRollout.Definitions.Reading;

/// <summary>Checks one object of a condition as a whole, and whether a condition depends on the context at all.</summary>
internal static class ConditionCheck
{
    private const string Now = "$now";

    /// <summary>Completes a node whose properties have all been read.</summary>
    public static void Complete(DefinitionReading reading, ref ConditionState state)
    {
        if (state.Test is null)
        {
            const string Message = "The condition tests nothing; write `all`, `any`, `not`, `segment`, or an `attribute` with one test.";
            reading.Error(DefinitionCodes.ConditionShape, state.Node.Position, Message);
        }
        else if (state.IsTest)
        {
            CompleteTest(reading, ref state);
        }
        else
        {
            RefuseForeign(reading, in state);
        }
    }

    /// <summary>Says whether a condition has the same value whatever the context; <see langword="null"/> if it depends on it.</summary>
    public static bool? Constant(List<ParsedCondition> nodes, int index)
    {
        ParsedCondition node = nodes[index];
        if (node.Kind > ConditionKind.Not)
        {
            return null;
        }

        // `any` is settled by one that is true, `all` by one that is false; `not` has one child.
        bool settles = node.Kind == ConditionKind.Any;
        bool? result = !settles;
        for (int child = index + 1; child < node.End; child = nodes[child].End)
        {
            bool? value = Constant(nodes, child);
            if (node.Kind == ConditionKind.Not)
            {
                return !value;
            }

            if (value == settles)
            {
                return settles;
            }

            result = value is null ? null : result;
        }

        return result;
    }

    private static void CompleteTest(DefinitionReading reading, ref ConditionState state)
    {
        state.Node.Name = state.Attribute;
        if (state.Attribute is null)
        {
            string message = $"`attribute` is missing; `{state.Test}` needs the name of what it tests.";
            reading.Error(DefinitionCodes.MissingProperty, state.Node.Position, message);
        }
        else if (state.Attribute.StartsWith('$'))
        {
            CheckBuiltIn(reading, in state);
        }

        if (state.IgnoreCasePosition > 0 && !ComparesText(state.Node.Kind))
        {
            string message = $"`ignoreCase` means nothing to `{state.Test}`; it belongs to tests of strings.";
            reading.Error(DefinitionCodes.ConditionShape, state.IgnoreCasePosition, message);
        }

        if (state.Pattern is not null)
        {
            MakePattern(reading, ref state);
        }
    }

    private static void CheckBuiltIn(DefinitionReading reading, in ConditionState state)
    {
        if (state.Attribute != Now)
        {
            string message = $"`{ValueReader.Show(state.Attribute!)}` is not a built-in attribute; the only one that begins with `$` is `{Now}`.";
            reading.Error(DefinitionCodes.UnknownWord, state.AttributePosition, message);
        }
        else if (state.Node.Kind is not (ConditionKind.Before or ConditionKind.After))
        {
            string message = $"`{Now}` is an instant; test it with `before` or `after`, not with `{state.Test}`.";
            reading.Error(DefinitionCodes.ConditionShape, state.AttributePosition, message);
        }
    }

    private static void MakePattern(DefinitionReading reading, ref ConditionState state)
    {
        state.Node.Operand = reading.Patterns.Get(state.Pattern!, state.Node.IgnoreCase, out string? reason);
        if (reason is not null)
        {
            string message = $"The pattern \"{ValueReader.Show(state.Pattern!)}\" {reason}.";
            reading.Error(DefinitionCodes.InvalidPattern, state.TestPosition, message);
        }
    }

    private static void RefuseForeign(DefinitionReading reading, in ConditionState state)
    {
        if (state.Attribute is not null)
        {
            string message = $"`attribute` means nothing to `{state.Test}`; it belongs to a test.";
            reading.Error(DefinitionCodes.ConditionShape, state.AttributePosition, message);
        }

        if (state.IgnoreCasePosition > 0)
        {
            string message = $"`ignoreCase` means nothing to `{state.Test}`; it belongs to tests of strings.";
            reading.Error(DefinitionCodes.ConditionShape, state.IgnoreCasePosition, message);
        }
    }

    private static bool ComparesText(ConditionKind kind) =>
        kind is (>= ConditionKind.In and <= ConditionKind.Matches) or ConditionKind.ContainsAny or ConditionKind.ContainsAll;
}
