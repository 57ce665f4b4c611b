using Microsoft.Extensions.Options;
using ModularRollout.Decisions;
using ModularRollout.Definitions;
using ModularRollout.Rollouts;

namespace ModularRollout;

/// <summary>Checks a gate's options and reports every error at once.</summary>
internal sealed class FeatureGateOptionsValidator : IValidateOptions<FeatureGateOptions>
{
    private static readonly TimeSpan s_shortestFreshness = TimeSpan.FromSeconds(10);

    /// <summary>The longest time that timers take.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(7);

    public static void ThrowIfInvalid(FeatureGateOptions options)
    {
        ValidateOptionsResult result = new FeatureGateOptionsValidator().Validate(null, options);
        if (result.Failed)
        {
            throw new OptionsValidationException(nameof(FeatureGateOptions), typeof(FeatureGateOptions), result.Failures);
        }
    }

    public ValidateOptionsResult Validate(string? name, FeatureGateOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        CheckTimes(result, options);
        CheckFiles(result, options);
        DecisionTelemetryOptionsCheck.AddErrors(options.Telemetry, result);
        RolloutOptionsCheck.AddErrors(options.Rollouts, result);
        if (!Enum.IsDefined(options.OnStartTimeout))
        {
            result.AddError($"{options.OnStartTimeout} is no action; use Throw or ServeFallbacks.", nameof(options.OnStartTimeout));
        }

        if (options.TimeProvider is null)
        {
            result.AddError("There is no clock; use TimeProvider.System.", nameof(options.TimeProvider));
        }

        if (options.Limits is null)
        {
            result.AddError("There are no limits; use new DefinitionLimits().", nameof(options.Limits));
            return result.Build();
        }

        CheckLimits(result, options.Limits);
        return result.Build();
    }

    private static void CheckTimes(ValidateOptionsResultBuilder result, FeatureGateOptions options)
    {
        Check(result, options.StartTimeout, TimeSpan.FromTicks(1), nameof(options.StartTimeout));
        Check(result, options.FreshWithin, s_shortestFreshness, nameof(options.FreshWithin));
        Check(result, options.RetryMin, TimeSpan.FromTicks(1), nameof(options.RetryMin));
        Check(result, options.RetryMax, TimeSpan.FromTicks(1), nameof(options.RetryMax));
        if (options.RetryMax < options.RetryMin)
        {
            result.AddError($"{options.RetryMax} is shorter than RetryMin ({options.RetryMin}).", nameof(options.RetryMax));
        }
    }

    private static void Check(ValidateOptionsResultBuilder result, TimeSpan value, TimeSpan least, string name)
    {
        if (value < least)
        {
            result.AddError($"{value} is too short; use at least {least}.", name);
        }
        else if (value > s_longest)
        {
            result.AddError($"{value} is too long; use at most {s_longest}.", name);
        }
    }

    private static void CheckFiles(ValidateOptionsResultBuilder result, FeatureGateOptions options)
    {
        CheckFile(result, options.LastKnownGoodFile, nameof(options.LastKnownGoodFile));
        CheckFile(result, options.KillFile, nameof(options.KillFile));
        if (options.KillFile is { Length: > 0 } kills && options.LastKnownGoodFile is { Length: > 0 } good
            && string.Equals(Path.GetFullPath(kills), Path.GetFullPath(good), StringComparison.Ordinal))
        {
            result.AddError($"'{kills}' is also the LastKnownGoodFile; use two files.", nameof(options.KillFile));
        }
    }

    private static void CheckFile(ValidateOptionsResultBuilder result, string? path, string name)
    {
        if (path is not null && (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal)))
        {
            result.AddError($"'{path}' is no path; use a file's path, or null for none.", name);
        }
    }

    private static void CheckLimits(ValidateOptionsResultBuilder result, DefinitionLimits limits)
    {
        Check(result, limits.DocumentBytes, 2, int.MaxValue, nameof(limits.DocumentBytes));
        Check(result, limits.Depth, 4, 256, nameof(limits.Depth));
        Check(result, limits.Flags, 1, int.MaxValue, nameof(limits.Flags));
        Check(result, limits.RulesPerFlag, 1, int.MaxValue, nameof(limits.RulesPerFlag));
        Check(result, limits.ListEntries, 1, int.MaxValue, nameof(limits.ListEntries));
        Check(result, limits.RegexLength, 1, 1000, nameof(limits.RegexLength));
    }

    private static void Check(ValidateOptionsResultBuilder result, int value, int least, int most, string name)
    {
        if (value < least || value > most)
        {
            result.AddError($"{value} is out of range; use {least} to {most}.", "Limits." + name);
        }
    }
}
