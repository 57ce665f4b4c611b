using ModularRollout.Definitions.Grammar;
using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Plans;

/// <summary>Keeps a value of a plan for its checks.</summary>
internal delegate void PlanTaker<TState, in T>(ref TState state, T value, int position);

/// <summary>Properties of plans that are checked here and read later, from the document's bytes; what the checks need is kept.</summary>
internal static class PlanProperty
{
    public static GrammarProperty<TState> FilledText<TState>(string name, string description) =>
        new(name, SchemaType.FilledText, description, static (ref cursor, ref state) => ValueReader.CheckFilledText(ref cursor));

    public static GrammarProperty<TState> Texts<TState>(string name, string description) =>
        new(name, SchemaType.Texts, description, static (ref cursor, ref state) => ListReader.ReadTexts(ref cursor, into: null, mayBeEmpty: true));

    public static GrammarProperty<TState> Whole<TState>(string name, int least, string description, PlanTaker<TState, int>? take = null) =>
        new(name, SchemaType.Whole(least), description, (ref cursor, ref state) =>
        {
            if (NumberReader.TryWhole(ref cursor, least, out int value))
            {
                take?.Invoke(ref state, value, cursor.Position);
            }
        });

    public static GrammarProperty<TState> Duration<TState>(string name, string description, PlanTaker<TState, TimeSpan>? take = null) =>
        new(name, SchemaType.Duration, description, (ref cursor, ref state) =>
        {
            if (PlanValues.TryDuration(ref cursor, out TimeSpan value))
            {
                take?.Invoke(ref state, value, cursor.Position);
            }
        });

    public static GrammarProperty<TState> Fraction<TState>(string name, string description) =>
        new(name, SchemaType.Fraction, description, static (ref cursor, ref state) => PlanValues.CheckPositive(ref cursor, isFraction: true));

    public static GrammarProperty<TState> Word<TState>(string name, Words words, string description, PlanTaker<TState, string>? take = null) =>
        new(name, SchemaType.Word(words), description, (ref cursor, ref state) =>
        {
            if (ValueReader.TryWord(ref cursor, words, out int number))
            {
                take?.Invoke(ref state, words.All[number], cursor.Position);
            }
        });
}
