using System.Globalization;
using System.IO.Hashing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace ModularRollout.Hosting;

/// <summary>Delivers definitions from a configuration section, and every reload of it.</summary>
/// <remarks>
/// The section holds what a document holds: <c>flags</c>, by name, and <c>segments</c>. Sources of configuration merge by flag name; within a flag they merge key by key, lists by index,
/// so a source that overrides a list should override all of it. Configuration holds texts only: where a type is open (variants, entries of <c>in</c>, a rollout's plan), <c>true</c>, <c>false</c> and numbers are
/// read as such, and a text that looks like one is put in double quotes.
/// </remarks>
public sealed class ConfigurationFlagProvider : IFlagProvider
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(10);

    private readonly IConfiguration _section;
    private readonly TimeProvider _clock;

    /// <summary>Creates a provider.</summary>
    /// <param name="section">The section.</param>
    /// <param name="name">The name; <see langword="null"/> for the section's path, or <c>configuration</c>.</param>
    /// <param name="timeProvider">The clock of its signs of life; <see langword="null"/> for the system's.</param>
    public ConfigurationFlagProvider(IConfiguration section, string? name = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(section);
        _section = section;
        _clock = timeProvider ?? TimeProvider.System;
        Name = name ?? (section as IConfigurationSection)?.Path ?? "configuration";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public async ValueTask<FlagPayload> FetchAsync(string? knownVersion, CancellationToken cancellationToken)
    {
        var reloaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable subscription = ChangeToken.OnChange(_section.GetReloadToken, () => reloaded.TrySetResult());
        if (TryRead(knownVersion, out FlagPayload payload))
        {
            return payload;
        }

        await Task.WhenAny(reloaded.Task, Task.Delay(s_heartbeat, _clock, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return TryRead(knownVersion, out payload) ? payload : FlagPayload.Unchanged;
    }

    private bool TryRead(string? knownVersion, out FlagPayload payload)
    {
        byte[] json = ConfigurationDocument.Write(_section);
        payload = new FlagPayload(XxHash128.HashToUInt128(json).ToString("x32", CultureInfo.InvariantCulture), json);
        return payload.Version != knownVersion;
    }
}
