using System.Globalization;
using System.IO.Hashing;
using ModularRollout.Definitions;

namespace ModularRollout.Providers;

/// <summary>Delivers definitions from a JSON file and every edit of it.</summary>
/// <remarks>
/// Watches the file and its directory, follows symbolic links and their swaps, waits for writes to settle, and looks every second in case no event comes.
/// The file may be replaced, renamed, truncated or deleted at any time: an error is reported, what was delivered stays in force, and the file is picked up when it is back.
/// The version is a hash of the content. Holds nothing between calls that would need disposing. Serves one gate.
/// </remarks>
public sealed class JsonFileFlagProvider : IFlagProvider
{
    /// <summary>How often a write is waited for that does not settle.</summary>
    private const int MostSettling = 10;

    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(30);

    /// <summary>How long after a write the file's time says for sure that nothing has been written since.</summary>
    private static readonly TimeSpan s_timeResolution = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private readonly long _maxBytes;
    private readonly TimeProvider _clock;
    private FileStamp? _stamp;
    private string? _stampVersion;
    private string? _toldError;

    /// <summary>Creates a provider.</summary>
    /// <param name="path">The file, relative to the current directory; it need not exist yet.</param>
    /// <param name="name">The name; <see langword="null"/> for the path as given.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for the system's.</param>
    /// <param name="maxBytes">The largest file that is read.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public JsonFileFlagProvider(string path, string? name = null, TimeProvider? timeProvider = null, int? maxBytes = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = Path.GetFullPath(path);
        _maxBytes = maxBytes ?? new DefinitionLimits().DocumentBytes;
        _clock = timeProvider ?? TimeProvider.System;
        Name = name ?? path;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public async ValueTask<FlagPayload> FetchAsync(string? knownVersion, CancellationToken cancellationToken)
    {
        long started = _clock.GetTimestamp();
        using var watch = new FileWatch(_path);
        bool isEvent = false;
        while (true)
        {
            // Taken before the file is looked at, so that no event falls between looking and waiting.
            Task next = watch.Next;
            bool isTime = _clock.GetElapsedTime(started) >= Heartbeat.Interval;
            if (TryRead(knownVersion, trustStamp: !isEvent, isTime, out FlagPayload payload) || isTime)
            {
                return payload;
            }

            isEvent = await WaitAsync(next, s_poll, cancellationToken).ConfigureAwait(false);
            if (isEvent)
            {
                await SettleAsync(watch, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until the directory has been quiet for a moment, but not for ever: others may write there all the time.</summary>
    private async Task SettleAsync(FileWatch watch, CancellationToken cancellationToken)
    {
        bool isQuiet = false;
        for (int i = 0; i < MostSettling && !isQuiet; i++)
        {
            isQuiet = !await WaitAsync(watch.Next, s_settle, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>Whether there was an event; if not, time is up.</returns>
    private async Task<bool> WaitAsync(Task next, TimeSpan time, CancellationToken cancellationToken)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task first = await Task.WhenAny(next, Task.Delay(time, _clock, cancel.Token)).ConfigureAwait(false);
        await cancel.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return first == next;
    }

    /// <summary>Reads the file where it may have changed. An error is told once at once, then again when the call has lasted long enough.</summary>
    private bool TryRead(string? knownVersion, bool trustStamp, bool isTime, out FlagPayload payload)
    {
        try
        {
            payload = Read(knownVersion, trustStamp);
            _toldError = null;
            return !payload.IsUnchanged;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && _toldError == exception.Message && !isTime)
        {
            payload = default;
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _toldError = exception.Message;
            throw;
        }
    }

    private FlagPayload Read(string? knownVersion, bool trustStamp)
    {
        FileStamp stamp = FileStamp.Of(_path);
        if (trustStamp && knownVersion is not null && stamp == _stamp && knownVersion == _stampVersion)
        {
            return FlagPayload.Unchanged;
        }

        byte[] content = ReadWhole(stamp);
        string version = XxHash128.HashToUInt128(content).ToString("x32", CultureInfo.InvariantCulture);
        _stampVersion = version;
        _stamp = _clock.GetUtcNow().UtcDateTime - stamp.Written > s_timeResolution ? stamp : null;
        return version == knownVersion ? FlagPayload.Unchanged : new FlagPayload(version, content);
    }

    private byte[] ReadWhole(FileStamp stamp)
    {
        if (stamp.Length > _maxBytes)
        {
            throw TooLarge(stamp.Length);
        }

        using var stream = new FileStream(
            _path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        byte[] content = new byte[stamp.Length + 1];
        int length = 0;
        for (int read = 1; read > 0; length += read)
        {
            if (length == content.Length)
            {
                Array.Resize(ref content, (int)Math.Min(Math.Max(content.Length * 2L, 4096), _maxBytes + 1));
            }

            read = stream.Read(content, length, content.Length - length);
            if (length + read > _maxBytes)
            {
                throw TooLarge(length + read);
            }
        }

        return content.AsSpan(0, length).ToArray();
    }

    private IOException TooLarge(long length) => new($"'{_path}' has {length} bytes; at most {_maxBytes} are read.");
}
