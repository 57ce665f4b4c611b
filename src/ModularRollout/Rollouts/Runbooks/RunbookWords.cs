using ModularRollout.Definitions;
using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Rollouts.Runbooks;

/// <summary>The words of a runbook that no plan has.</summary>
internal static class RunbookWords
{
    public static string Of(FlagKind kind) => kind switch
    {
        FlagKind.Experiment => "experiment",
        FlagKind.Operations => "operations",
        FlagKind.Permission => "permission",
        FlagKind.Migration => "migration",
        _ => "release",
    };

    public static string Of(RolloutEntryKind occasion) => occasion switch
    {
        RolloutEntryKind.Start => "When it starts",
        RolloutEntryKind.Hold => "When it holds",
        RolloutEntryKind.RollBack => "When it is rolled back",
        _ => "When it completes",
    };

    /// <summary>Lists names, or says in our own words that there are none.</summary>
    public static MarkdownText List(IReadOnlyList<string> names, string none) => names.Count > 0 ? MarkdownText.Codes(names) : MarkdownText.Prose(none);
}
