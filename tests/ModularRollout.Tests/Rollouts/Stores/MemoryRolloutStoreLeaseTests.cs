using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Stores;

public sealed class MemoryRolloutStoreLeaseTests : StoreLeaseContract
{
    private readonly MemoryRolloutStore _store = new(new FakeTimeProvider(Written));

    [Fact]
    public void IsShared_InMemory_IsFalse() => Assert.False(_store.IsShared);

    protected override IRolloutStore Open() => _store;
}
