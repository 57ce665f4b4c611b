namespace ModularRollout.Rollouts.Portfolios;

/// <summary>What the exposed rollouts put on one system, by the flags' <c>touches</c>.</summary>
/// <remarks>Immutable.</remarks>
public sealed class SystemLoad
{
    internal SystemLoad(string system, IReadOnlyList<string> exposed, decimal totalPercent)
    {
        System = system;
        Exposed = exposed;
        TotalPercent = totalPercent;
    }

    /// <summary>Gets the system's name.</summary>
    public string System { get; }

    /// <summary>Gets the flags of the exposed rollouts that touch it, in the order of the backlog.</summary>
    public IReadOnlyList<string> Exposed { get; }

    /// <summary>Gets the sum of their shares, in percent; rings count nothing.</summary>
    public decimal TotalPercent { get; }

    /// <summary>Gets how many may be exposed at once.</summary>
    /// <value><see langword="null"/> for any number.</value>
    public int? MaxConcurrent { get; internal init; }

    /// <summary>Gets what their shares may add up to, in percent.</summary>
    /// <value><see langword="null"/> for any sum.</value>
    public decimal? MaxTotalPercent { get; internal init; }

    /// <summary>Gets whether no further rollout that touches the system may start.</summary>
    public bool IsFull => Exposed.Count >= MaxConcurrent || TotalPercent >= MaxTotalPercent;
}
