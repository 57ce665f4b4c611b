namespace ModularRollout.Snapshots;

/// <summary>Makes decisions out of values, for tests and fakes.</summary>
internal static class FakeDecision
{
    public static Decision Make<T>(string flag, T value, string? variant, DecisionReason reason)
    {
        CompiledVariant served = Variant(variant, value);
        CompiledVariant other = CompiledVariant.Of("off", value: false);
        bool isOff = (served.Types & ValueTypes.Boolean) == 0 && served.Name is "off";
        var compiled = new CompiledFlag(flag, default, [served, other], isOff ? 0 : 1);
        return new Decision(new CompiledDecision(compiled, served, reason), flag, 0);
    }

    public static CompiledDecision Error(DecisionError error) => error switch
    {
        DecisionError.NotReady => CompiledDecision.NotReady,
        DecisionError.FlagNotFound => CompiledDecision.FlagNotFound,
        _ => new CompiledDecision(null, null, DecisionReason.Error, error: error),
    };

    private static CompiledVariant Variant<T>(string? name, T value) => value switch
    {
        bool boolean => CompiledVariant.Of(name ?? (boolean ? "on" : "off"), boolean),
        string text => CompiledVariant.Of(name ?? "value", text),
        int number => CompiledVariant.Of(name ?? "value", ExactNumberValue.Of((long)number)),
        long number => CompiledVariant.Of(name ?? "value", ExactNumberValue.Of(number)),
        double number => CompiledVariant.Of(name ?? "value", ExactNumberValue.Of(number)),
        decimal number => CompiledVariant.Of(name ?? "value", ExactNumberValue.Of(number)),
        _ => CompiledVariant.Holding(name ?? "value", value),
    };
}
