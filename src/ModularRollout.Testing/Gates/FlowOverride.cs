namespace ModularRollout.Testing.Gates;

/// <summary>An override in one flow, and in what that flow starts; over those that the flow had before.</summary>
internal sealed class FlowOverride(AsyncLocal<FlowOverride?> flow, FlowOverride? outer, string flag, ServedDecision served) : IDisposable
{
    private volatile bool _hasEnded;

    /// <summary>Finds the innermost override of a flag that has not ended.</summary>
    public static ServedDecision? Find(FlowOverride? innermost, string flag)
    {
        for (FlowOverride? one = innermost; one is not null; one = one.Outer)
        {
            if (!one._hasEnded && one.Flag == flag)
            {
                return one.Served;
            }
        }

        return null;
    }

    /// <summary>Ends the override wherever it is seen: what a flow started before sees no more of it either.</summary>
    public void Dispose()
    {
        _hasEnded = true;
        FlowOverride? innermost = flow.Value;
        while (innermost is { _hasEnded: true })
        {
            innermost = innermost.Outer;
        }

        flow.Value = innermost;
    }

    private FlowOverride? Outer => outer;

    private string Flag => flag;

    private ServedDecision Served => served;
}
