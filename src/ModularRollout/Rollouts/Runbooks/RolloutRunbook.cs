using ModularRollout.Definitions;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Runbooks;

/// <summary>What somebody needs who has to look after one rollout, at any hour: how to take it back, where it stands, what it does by itself, whom to tell.</summary>
/// <remarks>Immutable: true of the moment it was made. Made by <see cref="RolloutController.RunbookOf"/> from plan, state and journal; nothing of it is written by hand.</remarks>
public sealed class RolloutRunbook
{
    internal RolloutRunbook(RunbookFacts facts)
    {
        Facts = facts;
        Calls = RunbookCalls.Of(facts);
        Messages = RunbookMessages.Of(facts);
    }

    /// <summary>Gets the flag's name.</summary>
    public string Flag => Progress.Flag;

    /// <summary>Gets when the runbook was made.</summary>
    public DateTimeOffset MadeAt => Facts.Now;

    /// <summary>Gets the flag's definition: why it exists, who answers for it, who may command.</summary>
    public FlagDefinition Definition => Facts.Definition;

    /// <summary>Gets where the rollout stands.</summary>
    public RolloutProgress Progress => Facts.Progress;

    /// <summary>Gets what happened so far.</summary>
    public RolloutJournal Journal => Facts.Journal;

    /// <summary>Gets whether the flag's kill switch is on in this process: then everybody gets its <c>off</c> variant, whatever the rollout says.</summary>
    public bool IsKilled => Facts.IsKilled;

    /// <summary>Gets the calls that look at the rollout and command it, the most urgent first.</summary>
    public IReadOnlyList<RunbookCall> Calls { get; }

    /// <summary>Gets the messages to send when the rollout starts, holds, is rolled back and completes.</summary>
    public IReadOnlyList<RunbookMessage> Messages { get; }

    internal RunbookFacts Facts { get; }

    /// <summary>Writes the runbook as a page, the most urgent first.</summary>
    /// <returns>
    /// Markdown (CommonMark with GitHub's tables) with line feeds, the same in every culture. Names, reasons and other texts of definitions and journals are escaped: they stay text.
    /// Of the journal the last 100 entries are shown, deliveries aside.
    /// </returns>
    public string ToMarkdown() => RunbookPage.Write(this);
}
