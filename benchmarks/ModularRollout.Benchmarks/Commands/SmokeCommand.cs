using BenchmarkDotNet.Running;
using ModularRollout.Benchmarks.Reporting;

namespace ModularRollout.Benchmarks.Commands;

/// <summary>Runs every benchmark once in this process, and checks that the floor and every way to ask us agree.</summary>
internal static class SmokeCommand
{
    private static readonly string[] s_agreeing = ["Floor", "FloorInScope", "Gate", "Scope", "Interface"];

    public static int Run()
    {
        int failures = 0;
        int runs = 0;
        foreach (Type type in BenchmarkTypes())
        {
            failures += RunAll(type, ref runs);
        }

        // What has a loop of its own and works through the controller: a round or two of each.
        Action<Figures>[] commands =
        [
            static figures => RecordingCommand.Run(figures, rounds: 2), static figures => TransitionCommand.Run(figures, rounds: 3),
            static figures => LookCommand.Run(figures, rounds: 3),
        ];
        foreach (Action<Figures> command in commands)
        {
            runs++;
            failures += Try(command);
        }

        Console.WriteLine($"{runs} benchmarks ran, {failures} failed");
        return failures == 0 && runs > 0 ? 0 : 1;
    }

    /// <summary>Gets every class of benchmarks.</summary>
    public static IEnumerable<Type> BenchmarkTypes() => typeof(SmokeCommand).Assembly.GetTypes()
        .Where(static type => type is { IsPublic: true, IsAbstract: false } && type.Name.EndsWith("Benchmarks", StringComparison.Ordinal));

    private static int Try(Action<Figures> command)
    {
        try
        {
            command(new Figures());
            return 0;
        }
        catch (Exception exception) // each failure is reported; the others still run
        {
            Console.Error.WriteLine(exception);
            return 1;
        }
    }

    private static int RunAll(Type type, ref int runs)
    {
        int failures = 0;
        object? expected = null;
        foreach (BenchmarkCase benchmark in BenchmarkConverter.TypeToBenchmarks(type, Suite.Config).BenchmarksCases)
        {
            runs++;
            try
            {
                object? result = RunOnce(benchmark);
                Console.WriteLine($"{type.Name}.{benchmark.Descriptor.WorkloadMethod.Name}{benchmark.Parameters.DisplayInfo}: {result}");
                if (s_agreeing.Contains(benchmark.Descriptor.WorkloadMethod.Name) && !Equals(expected ??= result, result) && !benchmark.HasParameters)
                {
                    throw new InvalidOperationException($"It returns {result}, the floor {expected}.");
                }
            }
            catch (Exception exception) // each failure is reported; the others still run
            {
                failures++;
                Console.Error.WriteLine($"{benchmark.DisplayInfo}: {exception}");
            }
        }

        return failures;
    }

    private static object? RunOnce(BenchmarkCase benchmark)
    {
        Descriptor descriptor = benchmark.Descriptor;
        object instance = Activator.CreateInstance(descriptor.Type)!;
        foreach (var parameter in benchmark.Parameters.Items)
        {
            descriptor.Type.GetProperty(parameter.Name)!.SetValue(instance, parameter.Value);
        }

        descriptor.GlobalSetupMethod?.Invoke(instance, null);
        object? result = descriptor.WorkloadMethod.Invoke(instance, null);
        if (result is Task<int> task)
        {
            result = task.GetAwaiter().GetResult();
        }

        descriptor.GlobalCleanupMethod?.Invoke(instance, null);
        return result;
    }
}
