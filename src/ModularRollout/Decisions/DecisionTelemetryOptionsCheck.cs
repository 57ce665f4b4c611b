using Microsoft.Extensions.Options;

namespace ModularRollout.Decisions;

/// <summary>Checks <see cref="DecisionTelemetryOptions"/> and reports every error.</summary>
internal static class DecisionTelemetryOptionsCheck
{
    private const int LeastSecret = 16;
    private const int LeastCapacity = 16;
    private const int MostCapacity = 1 << 24;

    private static readonly TimeSpan s_longestFlush = TimeSpan.FromMinutes(10);

    public static void AddErrors(DecisionTelemetryOptions options, ValidateOptionsResultBuilder result)
    {
        AddSignalErrors(options, result);
        AddSecretErrors(options, result);
        AddJournalErrors(options.Journal, result);
    }

    private static void AddSignalErrors(DecisionTelemetryOptions options, ValidateOptionsResultBuilder result)
    {
        if (!Enum.IsDefined(options.Signal))
        {
            result.AddError($"{(int)options.Signal} is no signal; use Event, Activity, LogRecord or None.", nameof(options.Signal));
        }

        if (options.SetId is { Length: 0 })
        {
            result.AddError("The name of a set of flags is not empty; leave it out instead.", nameof(options.SetId));
        }

        if (!Enum.IsDefined(options.ContextId))
        {
            result.AddError($"{(int)options.ContextId} is no mode; use None, Raw or Hmac.", nameof(options.ContextId));
        }
    }

    private static void AddSecretErrors(DecisionTelemetryOptions options, ValidateOptionsResultBuilder result)
    {
        if (options.Secret is { Length: < LeastSecret } secret)
        {
            result.AddError($"{secret.Length} bytes are too few for a secret; use at least {LeastSecret}.", nameof(options.Secret));
        }

        if (options.ContextId == ContextIdMode.Hmac && options.Secret is null)
        {
            result.AddError($"An HMAC needs a secret of at least {LeastSecret} bytes.", nameof(options.Secret));
        }
    }

    private static void AddJournalErrors(DecisionJournalOptions options, ValidateOptionsResultBuilder result)
    {
        if (options.Capacity is < LeastCapacity or > MostCapacity)
        {
            result.AddError($"{options.Capacity} is out of range; use {LeastCapacity} to {MostCapacity} records.", nameof(options.Capacity));
        }

        if (options.BatchSize < 1 || options.BatchSize > options.Capacity)
        {
            result.AddError($"{options.BatchSize} is out of range; use 1 to Capacity ({options.Capacity}) records.", nameof(options.BatchSize));
        }

        if (options.FlushTimeout < TimeSpan.Zero || options.FlushTimeout > s_longestFlush)
        {
            result.AddError($"{options.FlushTimeout} is out of range; use zero to {s_longestFlush}.", nameof(options.FlushTimeout));
        }

        for (int i = 0; i < options.Recorders.Count; i++)
        {
            if (options.Recorders[i] is null)
            {
                result.AddError($"Recorder {i} is null.", nameof(options.Recorders));
            }
        }
    }
}
