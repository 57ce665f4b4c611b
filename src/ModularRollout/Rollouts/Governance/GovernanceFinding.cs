namespace ModularRollout.Rollouts.Governance;

/// <summary>Says what is wrong with the care of one flag, and what to do about it.</summary>
/// <remarks>Immutable.</remarks>
public sealed class GovernanceFinding
{
    internal GovernanceFinding(string code, GovernanceSeverity severity, string flag, string sentence, string remedy)
    {
        Code = code;
        Severity = severity;
        Flag = flag;
        Sentence = sentence;
        Remedy = remedy;
    }

    /// <summary>Gets the stable code, <c>MR3000</c> to <c>MR3999</c>.</summary>
    public string Code { get; }

    /// <summary>Gets how much it matters.</summary>
    public GovernanceSeverity Severity { get; }

    /// <summary>Gets the flag's name.</summary>
    public string Flag { get; }

    /// <summary>Gets the flag's owner; <see langword="null"/> where it has none.</summary>
    public string? Owner { get; internal init; }

    /// <summary>Gets what is wrong, in a sentence.</summary>
    public string Sentence { get; }

    /// <summary>Gets what to do, in a sentence.</summary>
    public string Remedy { get; }

    /// <summary>Formats the finding on one line: severity, code, flag, sentence, remedy.</summary>
    /// <returns>Text such as <c>warning MR3001 checkout: The flag has no owner. Name …</c>.</returns>
    public override string ToString() => $"{GovernanceWords.Of(Severity)} {Code} {Flag}: {Sentence} {Remedy}";
}
