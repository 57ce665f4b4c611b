using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;

namespace Snippets;

/// <summary>The code about journals of rollouts and their stores.</summary>
public static class Journals
{
    public static async Task PrintAsync(CancellationToken cancellationToken)
    {
        #region read-journals
        using var store = new FileRolloutStore("/var/lib/shop/rollouts");

        foreach (string flag in await store.ListAsync(cancellationToken))
        {
            RolloutJournal journal = RolloutJournal.Read(flag, await store.ReadAsync(flag, afterSequence: 0, cancellationToken));
            foreach (RolloutJournalEntry entry in journal.Entries)
            {
                Console.WriteLine($"{entry.Time:u} {entry}"); // 2026-11-22 10:00:00Z checkout #7: Advance by director. The stage has dwelt for 2 h.
            }

            Console.WriteLine(journal.Damage?.Sentence ?? "The journal is whole.");
        }
        #endregion
    }
}
