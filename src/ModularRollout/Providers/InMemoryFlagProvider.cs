using System.Globalization;
using System.Text;
using ModularRollout.Providers.Building;

namespace ModularRollout.Providers;

/// <summary>Delivers definitions from memory: for tests, and for flags defined in code.</summary>
/// <remarks>Begins empty. Thread-safe; may serve several gates. What it holds is checked by the gate, as any document is.</remarks>
public sealed class InMemoryFlagProvider : IFlagProvider
{
    private readonly object _lock = new();
    private readonly TimeProvider _clock;
    private readonly FlagDocumentBuilder _document = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FlagPayload _payload;
    private long _version;
    private bool _isJson;

    /// <summary>Creates a provider without flags.</summary>
    /// <param name="name">The name; not empty.</param>
    /// <param name="timeProvider">The clock of its signs of life; <see langword="null"/> for the system's.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public InMemoryFlagProvider(string name, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        _clock = timeProvider ?? TimeProvider.System;
        Put(_document.ToJson());
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Defines a flag, or replaces it.</summary>
    /// <param name="name">The flag's name.</param>
    /// <param name="define">Defines the flag.</param>
    /// <returns>This provider.</returns>
    /// <exception cref="InvalidOperationException">The provider holds a document given as JSON.</exception>
    public InMemoryFlagProvider Flag(string name, Action<FlagBuilder> define) => Edit(document => document.Flag(name, define));

    /// <summary>Defines a segment, or replaces it.</summary>
    /// <param name="name">The segment's name.</param>
    /// <param name="when">The condition.</param>
    /// <returns>This provider.</returns>
    /// <exception cref="InvalidOperationException">The provider holds a document given as JSON.</exception>
    public InMemoryFlagProvider Segment(string name, Func<ConditionBuilder, FlagCondition> when) => Edit(document => document.Segment(name, when));

    /// <summary>Changes several flags and segments in one step.</summary>
    /// <param name="edit">Changes the document.</param>
    /// <returns>This provider.</returns>
    /// <exception cref="InvalidOperationException">The provider holds a document given as JSON.</exception>
    public InMemoryFlagProvider Edit(Action<FlagDocumentBuilder> edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        lock (_lock)
        {
            if (_isJson)
            {
                throw new InvalidOperationException($"Provider '{Name}' holds a document given as JSON; change that, or use another provider.");
            }

            edit(_document);
            Put(_document.ToJson());
        }

        return this;
    }

    /// <summary>Replaces everything by a document.</summary>
    /// <param name="utf8Json">The document; not checked here. A gate that refuses it keeps the last good one.</param>
    public void Update(ReadOnlySpan<byte> utf8Json)
    {
        byte[] copy = utf8Json.ToArray();
        lock (_lock)
        {
            _isJson = true;
            Put(copy);
        }
    }

    /// <inheritdoc cref="Update(ReadOnlySpan{byte})"/>
    /// <param name="json">The document; not checked here. A gate that refuses it keeps the last good one.</param>
    public void Update(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        Update(Encoding.UTF8.GetBytes(json));
    }

    /// <inheritdoc/>
    public async ValueTask<FlagPayload> FetchAsync(string? knownVersion, CancellationToken cancellationToken)
    {
        Task changed;
        lock (_lock)
        {
            if (_payload.Version != knownVersion)
            {
                return _payload;
            }

            changed = _changed.Task;
        }

        await Task.WhenAny(changed, Task.Delay(Heartbeat.Interval, _clock, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return _payload.Version != knownVersion ? _payload : FlagPayload.Unchanged;
        }
    }

    private void Put(byte[] json)
    {
        _payload = new FlagPayload((++_version).ToString(CultureInfo.InvariantCulture), json);
        TaskCompletionSource changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }
}
