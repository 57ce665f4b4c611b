namespace ModularRollout.Simulation;

/// <summary>Repeats a simulation on all cores, each run with dice of its own, so that results depend on the seed alone.</summary>
internal sealed class Runs(string experiment, int count, ulong seed)
{
    public int Count { get; } = count;

    /// <summary>Gets the dice of the first run, for one that is only drawn.</summary>
    public Dice First(string name) => new(seed, $"{experiment}/{name}", 0);

    /// <summary>Gets one of so many parts of the runs, for what takes long.</summary>
    public Runs Part(int parts, int least) => new(experiment, Math.Max(least, Count / parts), seed);

    public T[] Each<T>(string name, Func<Dice, T> run)
    {
        var results = new T[Count];
        Parallel.For(0, Count, i => results[i] = run(new Dice(seed, $"{experiment}/{name}", i)));
        return results;
    }
}
