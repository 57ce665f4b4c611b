using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Plans;

/// <summary>Reads the guards of a plan, and checks what shows in each.</summary>
internal static class GuardReader
{
    public static void ReadAll(ref DefinitionCursor cursor, ref PlanState plan)
    {
        if (!ValueReader.IsList(ref cursor))
        {
            return;
        }

        plan.Flag.Names.Clear();
        int count = 0;
        while (cursor.MoveToElement())
        {
            int position = cursor.Position;
            GuardState guard = default;
            if (!PlanLimits.MayHave(ref cursor, ++count, PlanLimits.Guards, "guards") || !GuardGrammar.Guard.Read(ref cursor, ref guard))
            {
                continue;
            }

            if (guard.Name is not null && !plan.Flag.Names.TryAdd(guard.Name))
            {
                cursor.Reading.Error(DefinitionCodes.DuplicateName, position, $"Two guards are called `{ValueReader.Show(guard.Name)}`; give each a name of its own.");
            }

            Check(cursor.Reading, in guard);
            plan.Guards.Add(guard);
        }
    }

    private static void Check(DefinitionReading reading, in GuardState guard)
    {
        if (guard.Events == GuardGrammar.Slow && guard.IsBudget)
        {
            Contradict(reading, guard.LimitPosition, "`slow` means slower than the baseline, so a rate of it says nothing; write `timesBaseline`, or count events that are `slowerThan` a duration.");
        }

        if (guard.PerPosition > 0 && guard.IsComparison)
        {
            Contradict(reading, guard.PerPosition, "A comparison with the baseline always counts subjects, so `per` has no effect; take it out, or write a `rate`.");
        }

        if (guard.ReactionPosition > 0 && guard.IsDryRun)
        {
            Contradict(reading, guard.ReactionPosition, "A dry run only reports, so `onBreach` has no effect; take one of `onBreach` and `dryRun` out.");
        }

        if (guard.Proof is not null && guard.Limit is not null && guard.Proof != guard.Limit)
        {
            Contradict(reading, guard.ProofPosition, $"The guard has a limit by `{guard.Limit}`, so `{guard.Proof}` cannot be proven with its events; prove a `{guard.Limit}`.");
        }
    }

    private static void Contradict(DefinitionReading reading, int position, string message) => reading.Error(DefinitionCodes.Conflict, position, message);
}
