namespace ModularRollout.Rollouts.Journal;

/// <summary>Names what is wrong with a journal.</summary>
public enum RolloutDamageKind
{
    /// <summary>A line is not what its hash says: it was altered, or is no entry at all.</summary>
    Altered,

    /// <summary>An entry is whole, but written by a version of the package that knows more.</summary>
    Unreadable,

    /// <summary>An entry belongs to another flag.</summary>
    Foreign,

    /// <summary>Entries are missing before this one, or it stands too early.</summary>
    Missing,

    /// <summary>An entry stands a second time, or too late.</summary>
    Repeated,

    /// <summary>An entry has the right number, but does not follow the one before it.</summary>
    Unchained,
}
