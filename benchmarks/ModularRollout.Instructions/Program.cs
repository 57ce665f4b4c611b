using System.Globalization;
using ModularRollout.Instructions;

if (args is ["cold", var started, var path])
{
    ColdStart.Run(long.Parse(started, CultureInfo.InvariantCulture), path);
    return 0;
}

// A fixed number of evaluations and nothing else that depends on that number: the slope between two lengths is the cost of one.
if (args is not [var scenario, var count] || !long.TryParse(count, CultureInfo.InvariantCulture, out long evaluations))
{
    Console.Error.WriteLine($"usage: ModularRollout.Instructions <scenario> <evaluations>; scenarios: {string.Join(' ', Loops.All.Keys)}");
    return 2;
}

Loops.Prepare();
Console.WriteLine(Loops.All[scenario](evaluations));
return 0;
