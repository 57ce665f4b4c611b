using ModularRollout.Benchmarks.Commands;
using ModularRollout.Benchmarks.Reporting;

switch (args)
{
    case ["smoke"]:
        return SmokeCommand.Run();
    case ["report", .. var options]:
        return ReportCommand.Run(options);
    case [var name] when OwnLoops.Find(name) is { } run:
        run(new Figures());
        return 0;
    default:
        return Suite.Run(args);
}
