namespace ModularRollout.Outcomes;

/// <summary>Takes what has been read from a lane: the recorder, one method for each kind of record.</summary>
internal interface ILaneReader<T>
    where T : struct
{
    void Read(ReadOnlySpan<T> items);
}
