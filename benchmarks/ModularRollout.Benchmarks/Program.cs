using ModularRollout.Benchmarks.Commands;
using ModularRollout.Benchmarks.Reporting;

var figures = new Figures();
switch (args)
{
    case ["smoke"]:
        return SmokeCommand.Run();
    case ["report", .. var options]:
        return ReportCommand.Run(options);
    case [ColdStartCommand.ChildName, var started, var path]:
        return ColdStartCommand.Child(started, path);
    case ["memory"]:
        MemoryCommand.Run(figures);
        return 0;
    case ["scaling"]:
        ScalingCommand.Run(figures);
        return 0;
    case ["publishing"]:
        PublishingCommand.Run(figures);
        return 0;
    case ["reload"]:
        ReloadCommand.Run(figures);
        return 0;
    case ["coldstart"]:
        ColdStartCommand.Run(figures);
        return 0;
    default:
        return Suite.Run(args);
}
