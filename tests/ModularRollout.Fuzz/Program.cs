using System.Diagnostics;
using System.Globalization;
using ModularRollout.Fuzz;

int inputs = Argument("--inputs", 1_000_000);
int seed = Argument("--seed", 1);
var watch = Stopwatch.StartNew();
var fuzz = new DefinitionFuzz(seed);
fuzz.Run(inputs);
Console.WriteLine(
    $"{inputs} inputs, seed {seed}: {fuzz.Accepted} documents accepted, {fuzz.Refused} refused, {fuzz.Diagnostics} diagnostics, {watch.Elapsed.TotalSeconds:F1} s");
return 0;

int Argument(string name, int otherwise)
{
    int index = Array.IndexOf(args, name);
    return index < 0 ? otherwise : int.Parse(args[index + 1], CultureInfo.InvariantCulture);
}
