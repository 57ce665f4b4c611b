namespace ModularRollout.Rollouts.Counting;

/// <summary>What happened in one stage, on all instances that are known.</summary>
/// <param name="Candidate">The candidate's arm.</param>
/// <param name="Baseline">The baseline's arm.</param>
/// <param name="Ring">The audience rings, which got the candidate and are in no arm.</param>
/// <param name="Dropped">The outcomes that were dropped for want of room.</param>
/// <param name="Unmeasured">The decisions that were to be measured by activity, and were made where none was recorded.</param>
/// <param name="CutOff">The outcomes that had not settled when an instance ended.</param>
internal readonly record struct StageTotals(ArmTotals Candidate, ArmTotals Baseline, ArmTotals Ring, long Dropped, long Unmeasured, long CutOff);

/// <summary>What happened in one arm, or in the rings.</summary>
/// <param name="Outcomes">The settled outcomes.</param>
/// <param name="Late">The outcomes that were reported after their slot was judged, and never count.</param>
/// <param name="Subjects">The distinct subjects with an outcome, settled or not: exact up to 4,096, then with a standard error of .41 %; 0 for stages before the last one but one.</param>
internal readonly record struct ArmTotals(long Outcomes, long Late, long Subjects)
{
    /// <summary>Gets the fraction of all outcomes that were late.</summary>
    public double LateShare => Late == 0 ? 0 : (double)Late / (Late + Outcomes);
}

/// <summary>How often one event happened among settled outcomes, for display: not what is judged.</summary>
internal readonly record struct EventTotals(long Candidate, long Baseline, long Ring);

/// <summary>What a budget has used.</summary>
/// <param name="Events">The events; at most as many as outcomes.</param>
/// <param name="Outcomes">The outcomes, or the subjects by their first one.</param>
internal readonly record struct BudgetCount(long Events, long Outcomes);

/// <summary>How the first subjects of a stretch are divided.</summary>
/// <param name="Stretch">The stretch, 0-based.</param>
/// <param name="Share">The candidate's planned share.</param>
/// <param name="Candidate">The candidate's distinct subjects with a settled outcome.</param>
/// <param name="Baseline">The baseline's.</param>
internal readonly record struct SampleDivision(int Stretch, double Share, long Candidate, long Baseline);
