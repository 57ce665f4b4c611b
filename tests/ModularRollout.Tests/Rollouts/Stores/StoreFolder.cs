using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Journal;

namespace ModularRollout.Tests.Rollouts.Stores;

/// <summary>A folder of a store of files, in which nothing is yet.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<FileRolloutStore> _opened = [];

    public string Path => _folder.File("rollouts");

    /// <summary>Gets the file of the journal of <c>checkout</c>.</summary>
    public string Journal => System.IO.Path.Combine(Path, "journal-checkout.jsonl");

    public FileRolloutStore Open()
    {
        var store = new FileRolloutStore(Path, new FakeTimeProvider(RolloutStoreContract.Written));
        _opened.Add(store);
        return store;
    }

    /// <summary>Leaves three entries of a process that is gone, and whatever a crash did to their file.</summary>
    public async Task<RolloutJournalEntry[]> CrashedAsync(Action<FileStream>? crash = null)
    {
        RolloutJournalEntry[] chain = Entries.Chain(3);
        using (FileRolloutStore store = Open())
        {
            await RolloutStoreContract.Acquire(store);
            await RolloutStoreContract.Append(store, chain);
        }

        using FileStream file = File.Open(Journal, FileMode.Open);
        file.Position = file.Length;
        crash?.Invoke(file);
        return chain;
    }

    public void Dispose()
    {
        _opened.ForEach(static store => store.Dispose());
        _folder.Dispose();
    }
}
