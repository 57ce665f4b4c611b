namespace ModularRollout.Rollouts.Stores;

/// <summary>The right to control the rollouts of a store, until it is disposed or the process ends.</summary>
/// <remarks>Implemented by stores, together with <see cref="IRolloutStore"/>. Disposing is idempotent and may happen on any thread.</remarks>
public interface IRolloutLease : IAsyncDisposable
{
    /// <summary>Gets the name the lease was acquired under.</summary>
    string Holder { get; }

    /// <summary>Gets whether the lease is still held.</summary>
    /// <value>False once it is disposed, or lost where a store can lose it. Never true again after that.</value>
    bool IsHeld { get; }
}
