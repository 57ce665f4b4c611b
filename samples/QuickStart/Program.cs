using System.Runtime.InteropServices;
using ModularRollout;
using ModularRollout.Providers;
using QuickStart;
using Spectre.Console;

if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Width = 1000; // no lines to break
}

if (Arguments.Read(args) is not { } arguments)
{
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

using var stop = new CancellationTokenSource();
using IDisposable interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using IDisposable terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

try
{
    await using FeatureGate gate = await FeatureGate.StartAsync([new JsonFileFlagProvider(arguments.File)], cancellationToken: stop.Token);
    await RunAsync(gate);
    return 0;
}
catch (DefinitionException refused)
{
    Report.Problems(refused.Diagnostics);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Report.Line("Ended.");
    return 0;
}

async Task RunAsync(FeatureGate gate)
{
    if (arguments is { Flag: { } flag, Subject: { } name })
    {
        Subject subject = Subject.All.FirstOrDefault(subject => subject.Name == name) ?? new Subject(name, new EvaluationContext(name));
        Report.Line(gate.Explain(flag, subject.Context).ToString());
        return;
    }

    Report.Line($"{arguments.File}: snapshot {gate.Current.Version}, content {gate.Current.ContentHash}");
    Report.Decisions(gate, gate.Current.Flags.Select(static flag => flag.Name));
    Report.Shop(gate);
    if (arguments.Watch)
    {
        await Watcher.RunAsync(gate, stop.Token);
    }
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true; // end by ourselves, tidily
    stop.Cancel();
}
