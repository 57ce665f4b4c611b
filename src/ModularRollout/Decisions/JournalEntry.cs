namespace ModularRollout.Decisions;

/// <summary>A decision on its way to a recorder; the subject is only there where options ask for it.</summary>
internal readonly record struct JournalEntry(Decision Decision, DateTimeOffset Time, EvaluationContext Context);
