using System.Globalization;
using System.Text;
using ModularRollout.Rollouts;

namespace ModularRollout;

/// <summary>Says how a decision came about: every step, with what was looked at and what was found.</summary>
/// <remarks>Holds the subject's attributes: treat it as personal data.</remarks>
public sealed class FlagExplanation
{
    internal FlagExplanation(Decision decision, string? provider, string contentHash, IReadOnlyList<ExplanationStep> steps)
    {
        Decision = decision;
        Provider = provider;
        ContentHash = contentHash;
        Steps = steps;
    }

    /// <summary>Gets the decision.</summary>
    public Decision Decision { get; }

    /// <summary>Gets the name of the provider that the flag comes from.</summary>
    /// <value><see langword="null"/> where no provider defines the flag.</value>
    public string? Provider { get; }

    /// <summary>Gets the content hash of the snapshot that decided.</summary>
    public string ContentHash { get; }

    /// <summary>Gets the steps, in the order in which they were taken; the last one informs about the rollout, where there is one.</summary>
    public IReadOnlyList<ExplanationStep> Steps { get; }

    /// <summary>Gets where the flag's rollout stands, and why.</summary>
    /// <value><see langword="null"/> where the flag has no rollout, and where a snapshot explains: it says what is served, not why the rollout stands there.</value>
    public RolloutProgress? Rollout { get; private init; }

    /// <summary>Formats the explanation as readable text, a line for each step.</summary>
    /// <returns>Text with <c>\n</c> between lines, in the invariant culture.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Decision.Flag} → {Decision.Variant ?? "no variant"} ({Decision.Reason}");
        text.Append(Decision.Error == DecisionError.None ? "" : $", {Decision.Error}").Append(')');
        text.Append(CultureInfo.InvariantCulture, $"\n  snapshot {Decision.SnapshotVersion}, content {ContentHash}");
        text.Append(Provider is null ? "" : $", from {Provider}");
        foreach (ExplanationStep step in Steps)
        {
            Append(text, step, 1);
        }

        return text.ToString();
    }

    /// <summary>Makes the same explanation, with where the flag's rollout stands.</summary>
    internal FlagExplanation With(RolloutProgress rollout) =>
        new(Decision, Provider, ContentHash, [.. Steps, RolloutExplanation.Of(rollout, Decision.Arm)]) { Rollout = rollout };

    private static void Append(StringBuilder text, ExplanationStep step, int depth)
    {
        string mark = step.Applies switch
        {
            true => "✓",
            false => "✗",
            null => "·",
        };
        text.Append('\n').Append(' ', depth * 2).Append(mark).Append(' ').Append(step.Text);
        text.Append(step.Found is null ? "" : $": {step.Found}");
        foreach (ExplanationStep inner in step.Steps)
        {
            Append(text, inner, depth + 1);
        }
    }
}
