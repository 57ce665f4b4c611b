using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Stores;

public sealed class MemoryRolloutStoreJournalTests : StoreJournalContract
{
    private readonly MemoryRolloutStore _store = new(new FakeTimeProvider(Written));

    [Fact]
    public void Damages_InMemory_AreNone() => Assert.Empty(((IRolloutStore)_store).Damages);

    protected override IRolloutStore Open() => _store;
}
