using System.Runtime.InteropServices;
using ModularRollout;
using Spectre.Console;
using Storefront;
using Storefront.Views;

Arguments arguments;
try
{
    arguments = Arguments.Read(args);
}
catch (FormatException wrong)
{
    Console.Error.WriteLine($"{wrong.Message}\n\n{Arguments.Usage}");
    return 2;
}

if (arguments.IsHelp)
{
    Console.WriteLine(Arguments.Usage);
    return 0;
}

using var stop = new CancellationTokenSource();
using IDisposable interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using IDisposable terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

IView view = arguments.IsPlain || Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi ? new PlainView(Console.Out) : new LiveView();
string folder = arguments.Store ?? Directory.CreateTempSubdirectory("storefront-").FullName;
try
{
    return await Show.PlayAsync(arguments, view, folder, stop.Token) ? 0 : 1;
}
catch (DefinitionException refused)
{
    view.Say(string.Join('\n', refused.Diagnostics), isGood: false);
    return 1;
}
catch (Exception refused) when (refused is InvalidOperationException or IOException or UnauthorizedAccessException)
{
    view.Say(refused.Message, isGood: false);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    view.Say("Ended before the end.");
    return 130;
}
finally
{
    if (arguments.Store is null)
    {
        Directory.Delete(folder, recursive: true);
    }
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true; // end by ourselves, tidily
    stop.Cancel();
}
