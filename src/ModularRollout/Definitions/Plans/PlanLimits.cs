using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Plans;

/// <summary>How large a plan may be, so that judging it stays cheap, and what it means where it says nothing.</summary>
internal static class PlanLimits
{
    public const int Stages = 32;
    public const int Guards = 32;

    /// <summary>Each custom event has counters of its own.</summary>
    public const int CustomEvents = 16;

    /// <summary>Their values are told apart in combination.</summary>
    public const int ReportedAttributes = 8;

    /// <summary>With fewer subjects in all, a comparison with the baseline says nothing.</summary>
    public const int FewestSubjects = 200;

    /// <summary>The ratio to the baseline that a comparison with an empty <c>prove</c> proves.</summary>
    public const double ProvenRatio = 1.25;

    public static readonly TimeSpan DefaultSettle = TimeSpan.FromSeconds(60);

    /// <summary>Counts an element against a limit; the first one over it is reported, and all of them are skipped.</summary>
    public static bool MayHave(ref DefinitionCursor cursor, int count, int most, string noun)
    {
        if (count <= most)
        {
            return true;
        }

        if (count == most + 1)
        {
            cursor.Reading.Error(DefinitionCodes.LimitExceeded, cursor.Position, $"The plan has more than {most} {noun}, which is the limit.");
        }

        cursor.Skip();
        return false;
    }
}
