using Microsoft.Extensions.Logging;
using ModularRollout.Providers;
using ModularRollout.Snapshots;

namespace ModularRollout;

/// <summary>The kill switches of a gate. What kills takes effect before anything else; what revives, only once it is on disk.</summary>
internal sealed class KillSwitches : IDisposable
{
    private readonly FlagDirectory _directory;
    private readonly LayerStack _layers;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly string? _path;
    private readonly StateFile? _file;
    private KillJournal _journal = KillJournal.Empty;
    private bool _isLoaded;
    private string? _damage;

    public KillSwitches(FlagDirectory directory, LayerStack layers, FeatureGateOptions options, ILogger logger)
    {
        _directory = directory;
        _layers = layers;
        _clock = options.TimeProvider;
        _logger = logger;
        _path = options.KillFile;
        _file = _path is null ? null : new StateFile(_path, () => Journal.ToJson(), options, logger);
    }

    public KillJournal Journal => Volatile.Read(ref _journal);

    /// <summary>Gets what is wrong with the file.</summary>
    public string? Error => Volatile.Read(ref _damage) ?? _file?.Error;

    /// <summary>Turns on the switches that the file holds, once.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read: nobody knows which flags were killed.</exception>
    public void Load()
    {
        LoadOnce();
        ThrowIfDamaged();
    }

    public async ValueTask<FlagKillResult> KillAsync(string flag, string actor, string reason, CancellationToken cancellationToken)
    {
        FlagSlot slot = _directory.GetOrAdd(flag);
        slot.Killed = true;
        LoadOnce();
        bool isChanged = Apply(new FlagKill(flag, isKill: true, actor, reason, _clock.GetUtcNow()));
        Log.Killed(_logger, actor, flag, reason);
        if (!IsDefined(slot))
        {
            Log.KilledUndefined(_logger, flag);
        }

        bool isDurable = _file is not null && _damage is null && await _file.SaveAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return new FlagKillResult(isChanged, IsDefined(slot), isDurable);
    }

    public async ValueTask<FlagKillResult> ReviveAsync(string flag, string actor, string reason, CancellationToken cancellationToken)
    {
        LoadOnce();
        ThrowIfDamaged();
        var entry = new FlagKill(flag, isKill: false, actor, reason, _clock.GetUtcNow());
        FlagKill? kill = Journal.Last(flag);
        bool isDefined = _directory.Find(flag) is { } slot && IsDefined(slot);
        if (kill is not { IsKill: true })
        {
            return new FlagKillResult(isChanged: false, isDefined, isDurable: _file is { Error: null });
        }

        bool isChanged = false;
        if (_file is null)
        {
            isChanged = TryRevive(kill, entry);
        }
        else
        {
            await _file.ReplaceAsync(() => Journal.With(entry).ToJson(), () => isChanged = TryRevive(kill, entry), cancellationToken).ConfigureAwait(false);
        }

        return new FlagKillResult(isChanged, isDefined, isDurable: _file is not null);
    }

    public void Dispose() => _file?.Dispose();

    private bool IsDefined(FlagSlot slot) => _layers.Current.Find(slot) is not null;

    private void LoadOnce()
    {
        lock (_layers.Lock)
        {
            if (!_isLoaded)
            {
                Volatile.Write(ref _damage, TryLoad());
                _isLoaded = _damage is null;
            }
        }
    }

    private string? TryLoad()
    {
        if (_path is null)
        {
            return null;
        }

        try
        {
            KillJournal read = KillJournal.Read(File.ReadAllBytes(_path));
            foreach (FlagKill kill in _journal.Killed)
            {
                read = read.With(kill);
            }

            Put(read);
            return null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            string damage = $"Kill file '{_path}' cannot be read, so nobody knows which flags were killed: {exception.Message} Repair it, or delete it to revive all.";
            Log.StateFileFailed(_logger, exception, _path, damage);
            return damage;
        }
    }

    private bool Apply(FlagKill entry)
    {
        lock (_layers.Lock)
        {
            bool isChanged = _journal.Last(entry.Flag) is not { IsKill: true };
            Put(_journal.With(entry));
            return isChanged;
        }
    }

    /// <summary>Revives a flag, unless somebody killed it again in the meantime: then that kill stands.</summary>
    private bool TryRevive(FlagKill kill, FlagKill entry)
    {
        lock (_layers.Lock)
        {
            if (!ReferenceEquals(_journal.Last(entry.Flag), kill))
            {
                return false;
            }

            _directory.GetOrAdd(entry.Flag).Killed = false;
            Put(_journal.With(entry));
        }

        Log.Revived(_logger, entry.Actor, entry.Flag, entry.Reason);
        return true;
    }

    private void Put(KillJournal journal)
    {
        Volatile.Write(ref _journal, journal);
        string[] names = new string[journal.Killed.Count];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = journal.Killed[i].Flag;
            _directory.GetOrAdd(names[i]).Killed = true;
        }

        _layers.Kill(names);
    }

    private void ThrowIfDamaged()
    {
        if (_damage is not null)
        {
            throw new InvalidDataException(_damage);
        }
    }
}
