using System.Diagnostics;
using Spectre.Console;

namespace ModularRollout.Simulation.Reporting;

/// <summary>Shows what is being simulated: a spinner on a terminal, and a line with the time when it is done.</summary>
internal static class Watch
{
    public static void Over(string name, Action work)
    {
        long start = Stopwatch.GetTimestamp();
        if (Console.IsOutputRedirected)
        {
            work();
        }
        else
        {
            AnsiConsole.Status().Start(name, _ => work());
        }

        Console.WriteLine(FormattableString.Invariant($"{name,-16} {Stopwatch.GetElapsedTime(start).TotalSeconds,6:0.0} s"));
    }
}
