namespace ModularRollout;

/// <summary>One step of an explanation: what was looked at, what was found, and whether it applied.</summary>
public sealed class ExplanationStep
{
    internal ExplanationStep(string text, bool? applies = null, string? found = null, IReadOnlyList<ExplanationStep>? steps = null)
    {
        Text = text;
        Applies = applies;
        Found = found;
        Steps = steps ?? [];
    }

    /// <summary>Gets what was looked at, such as <c>country in ["CH", "AT"]</c>.</summary>
    public string Text { get; }

    /// <summary>Gets whether it applied.</summary>
    /// <value><see langword="null"/> for a step that only informs.</value>
    public bool? Applies { get; }

    /// <summary>Gets what was found, such as the attribute's value.</summary>
    public string? Found { get; }

    /// <summary>Gets the steps within this one.</summary>
    public IReadOnlyList<ExplanationStep> Steps { get; }
}
