using Microsoft.Extensions.Options;

namespace ModularRollout.Rollouts;

/// <summary>Checks <see cref="RolloutOptions"/> and reports every error.</summary>
internal static class RolloutOptionsCheck
{
    /// <summary>The name of the controlling process's own checkpoint.</summary>
    private const string Controller = "controller";

    private static readonly TimeSpan s_shortestLook = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longestLook = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    public static void ThrowIfInvalid(RolloutOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        AddErrors(options, result);
        if (result.Build() is { Failed: true } failed)
        {
            throw new OptionsValidationException(nameof(RolloutOptions), typeof(RolloutOptions), failed.Failures);
        }
    }

    public static void AddErrors(RolloutOptions options, ValidateOptionsResultBuilder result)
    {
        AddTimeErrors(options, result);
        AddInstanceErrors(options, result);
        AddLimitErrors(options, result);
        AddNameErrors(options.Probes, static probe => probe.Name, "Probe", "plans mention it by its name", nameof(options.Probes), result);
        AddNameErrors(options.Listeners, static listener => listener.Name, "Listener", "the journal knows it by its name", nameof(options.Listeners), result);
        for (int i = 0; i < options.Freezes.Count; i++)
        {
            if (options.Freezes[i] is null)
            {
                Add(result, $"Freeze {i} is null; leave it out instead.", nameof(options.Freezes));
            }
        }
    }

    private static void AddTimeErrors(RolloutOptions options, ValidateOptionsResultBuilder result)
    {
        AddRangeError(options.LookEvery, s_shortestLook, s_longestLook, nameof(options.LookEvery), result);
        AddRangeError(options.ProbeTimeout, TimeSpan.FromTicks(1), s_longest, nameof(options.ProbeTimeout), result);
        AddRangeError(options.ListenerTimeout, TimeSpan.FromTicks(1), s_longest, nameof(options.ListenerTimeout), result);
        if (options.CheckpointEvery < options.LookEvery)
        {
            Add(result, $"{options.CheckpointEvery} is shorter than LookEvery ({options.LookEvery}); nothing is new between two looks.", nameof(options.CheckpointEvery));
        }
        else if (options.CheckpointEvery > s_longest)
        {
            Add(result, $"{options.CheckpointEvery} is too long; use at most {s_longest}.", nameof(options.CheckpointEvery));
        }
    }

    private static void AddRangeError(TimeSpan value, TimeSpan least, TimeSpan most, string name, ValidateOptionsResultBuilder result)
    {
        if (value < least || value > most)
        {
            Add(result, $"{value} is out of range; use {least} to {most}.", name);
        }
    }

    private static void AddInstanceErrors(RolloutOptions options, ValidateOptionsResultBuilder result)
    {
        if (string.IsNullOrWhiteSpace(options.Instance))
        {
            Add(result, "The name of this process is empty; use one that no other process has.", nameof(options.Instance));
        }
        else if (options.Instance == Controller)
        {
            Add(result, $"'{Controller}' names the checkpoint of whoever controls; use another name for this process.", nameof(options.Instance));
        }

        if (options.Authorizer is null)
        {
            Add(result, "Nobody says who may command; use new OperatorAuthorizer().", nameof(options.Authorizer));
        }
    }

    private static void AddLimitErrors(RolloutOptions options, ValidateOptionsResultBuilder result)
    {
        if (options.MaxConcurrentPerSystem < 1)
        {
            Add(result, $"{options.MaxConcurrentPerSystem} is out of range; use at least 1, or null for any number.", nameof(options.MaxConcurrentPerSystem));
        }

        if (options.MaxTotalPercent <= 0)
        {
            Add(result, FormattableString.Invariant($"{options.MaxTotalPercent} is out of range; use more than 0 percent, or null for any sum."), nameof(options.MaxTotalPercent));
        }
    }

    private static void AddNameErrors<T>(
        IList<T> all, Func<T, string?> nameOf, string kind, string use, string property, ValidateOptionsResultBuilder result)
        where T : class
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < all.Count; i++)
        {
            if (all[i] is not { } one)
            {
                Add(result, $"{kind} {i} is null; leave it out instead.", property);
            }
            else if (nameOf(one) is not { } name || string.IsNullOrWhiteSpace(name))
            {
                Add(result, $"{kind} {i} ({one.GetType()}) has no name; {use}.", property);
            }
            else if (!names.TryAdd(name, i))
            {
                Add(result, $"{kind} {i} is named '{name}', as is {kind.ToLowerInvariant()} {names[name]}; {use}, so use two names.", property);
            }
        }
    }

    private static void Add(ValidateOptionsResultBuilder result, string error, string property) => result.AddError(error, "Rollouts." + property);
}
