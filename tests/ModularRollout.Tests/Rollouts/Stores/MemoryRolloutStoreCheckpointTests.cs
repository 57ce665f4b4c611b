using Microsoft.Extensions.Time.Testing;
using ModularRollout.Rollouts.Stores;

namespace ModularRollout.Tests.Rollouts.Stores;

public sealed class MemoryRolloutStoreCheckpointTests : StoreCheckpointContract
{
    private readonly MemoryRolloutStore _store = new(new FakeTimeProvider(Written));

    protected override IRolloutStore Open() => _store;
}
