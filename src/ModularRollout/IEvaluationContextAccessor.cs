namespace ModularRollout;

/// <summary>Supplies the evaluation context of the work at hand, such as a web request.</summary>
/// <remarks>Implement this where "the current subject" has a meaning. Must be callable from any thread and must not throw.</remarks>
public interface IEvaluationContextAccessor
{
    /// <summary>Gets the current context; the default one where there is none.</summary>
    EvaluationContext Current { get; }
}
