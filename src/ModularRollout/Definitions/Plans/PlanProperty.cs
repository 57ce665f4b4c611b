using ModularRollout.Definitions.Grammar;
using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Plans;

/// <summary>Properties of plans that are checked here and read later, from the document's bytes.</summary>
internal static class PlanProperty
{
    public static GrammarProperty<TState> FilledText<TState>(string name, string description) =>
        new(name, SchemaType.FilledText, description, static (ref cursor, ref state) => ValueReader.CheckFilledText(ref cursor));

    public static GrammarProperty<TState> Texts<TState>(string name, string description, bool required = false) =>
        new(name, SchemaType.Texts, description, static (ref cursor, ref state) => ListReader.ReadTexts(ref cursor, into: null, mayBeEmpty: true), required);

    public static GrammarProperty<TState> Whole<TState>(string name, int least, string description) =>
        new(name, SchemaType.Whole(least), description, (ref cursor, ref state) => NumberReader.TryWhole(ref cursor, least, out _));

    public static GrammarProperty<TState> Duration<TState>(string name, string description) =>
        new(name, SchemaType.Duration, description, static (ref cursor, ref state) => PlanValues.CheckDuration(ref cursor));

    public static GrammarProperty<TState> Fraction<TState>(string name, string description) =>
        new(name, SchemaType.Fraction, description, static (ref cursor, ref state) => PlanValues.CheckPositive(ref cursor, isFraction: true));

    public static GrammarProperty<TState> Word<TState>(string name, Words words, string description) =>
        new(name, SchemaType.Word(words), description, (ref cursor, ref state) => ValueReader.TryWord(ref cursor, words, out _));
}
