namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>The calls of a store that can be made to fail.</summary>
[Flags]
internal enum StoreCalls
{
    None = 0,
    Acquire = 1,
    Read = 2,
    Append = 4,
    ReadCheckpoints = 8,
    WriteCheckpoint = 16,
    DeleteCheckpoint = 32,
    All = Acquire | Read | Append | ReadCheckpoints | WriteCheckpoint | DeleteCheckpoint,
}
