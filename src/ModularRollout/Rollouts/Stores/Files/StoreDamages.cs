using System.Collections.Immutable;

namespace ModularRollout.Rollouts.Stores.Files;

/// <summary>What a store found damaged, each damage once and the last hundred of them. Thread-safe.</summary>
internal sealed class StoreDamages(TimeProvider clock)
{
    private const int Most = 100;

    private readonly Lock _lock = new();
    private ImmutableList<RolloutStoreDamage> _found = [];

    public IReadOnlyList<RolloutStoreDamage> Found => Volatile.Read(ref _found);

    public void Add(string place, string sentence)
    {
        lock (_lock)
        {
            foreach (RolloutStoreDamage known in _found)
            {
                if (known.Place == place && known.Sentence == sentence)
                {
                    return;
                }
            }

            ImmutableList<RolloutStoreDamage> room = _found.Count < Most ? _found : _found.RemoveAt(0);
            Volatile.Write(ref _found, room.Add(new RolloutStoreDamage(place, sentence, clock.GetUtcNow())));
        }
    }
}
