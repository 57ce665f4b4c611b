using ModularRollout.Rollouts.Journal;

namespace ModularRollout.Tests;

/// <summary>A store whose appends fail while the test says so.</summary>
internal sealed class FailingStore : StoreAround
{
    public bool Fails { get; set; }

    public override ValueTask AppendAsync(RolloutJournalEntry entry, CancellationToken cancellationToken) =>
        Fails ? throw new IOException("the disk is full") : base.AppendAsync(entry, cancellationToken);
}
