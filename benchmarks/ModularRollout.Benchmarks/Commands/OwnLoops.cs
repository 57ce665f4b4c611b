using ModularRollout.Benchmarks.Reporting;

namespace ModularRollout.Benchmarks.Commands;

/// <summary>The measurements that BenchmarkDotNet cannot make, by the name of their command and in the order of the report.</summary>
internal static class OwnLoops
{
    public static IReadOnlyList<(string Name, Action<Figures> Run)> All { get; } =
    [
        ("scaling", ScalingCommand.Run),
        ("publishing", PublishingCommand.Run),
        ("reload", ReloadCommand.Run),
        ("coldstart", ColdStartCommand.Run),
        ("memory", MemoryCommand.Run),
        ("recording", RecordingCommand.Run),
        ("transitions", TransitionCommand.Run),
        ("looks", LookCommand.Run),
    ];

    public static Action<Figures>? Find(string name) => All.FirstOrDefault(loop => loop.Name == name).Run;
}
