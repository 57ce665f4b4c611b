namespace ModularRollout.Tests;

/// <summary>Tests that add a listener to the process, or that must see none: they run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide
{
    public const string Name = "process-wide";
}
