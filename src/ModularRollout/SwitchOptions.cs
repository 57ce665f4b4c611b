namespace ModularRollout;

/// <summary>Says how a switch without a result tells successes from failures.</summary>
/// <remarks>Immutable: keep one in a <see langword="static"/> field. A predicate that throws is logged, counted, and treated as not given; one that hangs holds up its caller, and nobody else.</remarks>
public sealed class SwitchOptions
{
    /// <summary>Gets what recognises exceptions that are an expected answer, such as a refused input.</summary>
    /// <value>They count as successes, and reach the caller all the same. The default is <see langword="null"/>: every exception is a failure.</value>
    public Func<Exception, bool>? IsExpected { get; init; }
}

/// <summary>Says how a switch tells successes from failures.</summary>
/// <typeparam name="TResult">The type of the result.</typeparam>
/// <remarks>Immutable: keep one in a <see langword="static"/> field. A predicate that throws is logged, counted, and treated as not given; one that hangs holds up its caller, and nobody else.</remarks>
public sealed class SwitchOptions<TResult>
{
    /// <inheritdoc cref="SwitchOptions.IsExpected"/>
    public Func<Exception, bool>? IsExpected { get; init; }

    /// <summary>Gets what recognises results that are failures, such as an error code.</summary>
    /// <value>They reach the caller all the same. The default is <see langword="null"/>: every result is a success.</value>
    public Func<TResult, bool>? IsFailure { get; init; }
}
