namespace ModularRollout.Snapshots;

/// <summary>Takes outcomes together with the values that their subjects have in some attributes.</summary>
internal interface IOutcomesByValue
{
    /// <summary>Gets the values; <see langword="null"/> where nothing is reported by them.</summary>
    SubjectValues? Values { get; }

    /// <summary>Makes the sink of the subjects with one combination of values.</summary>
    /// <param name="combination">The combination's number in <see cref="Values"/>.</param>
    IOutcomeSink Of(int combination);
}
