using System.Diagnostics;

namespace ModularRollout.Outcomes;

/// <summary>Waits for the activities around decisions to end, and makes each an outcome: its status and duration, once for each attempt that decided in it.</summary>
/// <remarks>
/// There is no listener: one that hears of every activity that stops would switch on every source of the process. The recorder looks whether those it waits for have
/// ended whenever it is drained, which costs nothing where no decision is measured. An outcome counts as reported at most its activity's duration after the decision, so
/// that it does not depend on when was looked. Used by one thread at a time, but for <see cref="Current"/>.
/// </remarks>
internal sealed class RootActivities
{
    /// <summary>How many activities are waited for; further ones are dropped and counted.</summary>
    public const int MostAwaited = 65_536;

    private readonly TimeProvider _clock;
    private readonly Dictionary<(Activity Root, IOutcomeReader Reader), Awaited> _awaited = [];

    public RootActivities(TimeProvider clock) => _clock = clock;

    /// <summary>Gets the outermost activity of this process around the caller, if it keeps its status: one that is not recorded, or has ended, is none.</summary>
    public static Activity? Current
    {
        get
        {
            Activity? root = Activity.Current;
            while (root?.Parent is { } parent)
            {
                root = parent;
            }

            return root is { IsAllDataRequested: true, IsStopped: false } ? root : null;
        }
    }

    public int Count => _awaited.Count;

    /// <summary>Waits for the activity of a decision, unless it is waited for: the first decision in it counts.</summary>
    public void Await(OutcomeChannel channel, in ActivityRecord record)
    {
        (Activity, IOutcomeReader) key = (record.Root, channel.Reader);
        if (_awaited.Count >= MostAwaited && !_awaited.ContainsKey(key))
        {
            channel.Drop(1);
        }
        else
        {
            _awaited.TryAdd(key, new Awaited(channel, record));
        }
    }

    /// <summary>Hands over the outcomes of what has ended by a timestamp, and of what will be late whatever it does.</summary>
    public void Take(long now, Action<OutcomeChannel, OutcomeRecord> take)
    {
        foreach (((Activity Root, IOutcomeReader Reader) key, Awaited awaited) in _awaited)
        {
            // The duration is set after the mark.
            TimeSpan age = _clock.GetElapsedTime(awaited.Record.Decided, now);
            if (key.Root.IsStopped && key.Root.Duration != TimeSpan.Zero)
            {
                _awaited.Remove(key);
                if (!awaited.IsLate)
                {
                    take(awaited.Channel, awaited.Outcome(now, age, key.Root.Duration));
                }
            }
            else if (!awaited.IsLate && age > key.Reader.Patience)
            {
                // Kept until it ends, so that later decisions in it do not count again.
                _awaited[key] = awaited with { IsLate = true };
                take(awaited.Channel, awaited.Outcome(now, age, TimeSpan.MaxValue));
            }
        }
    }

    /// <summary>Waits no longer for the activities of a reader that has gone.</summary>
    public void Forget(IOutcomeReader reader)
    {
        foreach ((Activity Root, IOutcomeReader Reader) key in _awaited.Keys)
        {
            if (ReferenceEquals(key.Reader, reader))
            {
                _awaited.Remove(key);
            }
        }
    }

    private readonly record struct Awaited(OutcomeChannel Channel, ActivityRecord Record, bool IsLate = false)
    {
        public OutcomeRecord Outcome(long now, TimeSpan age, TimeSpan duration) => new(
            Channel.Id, Record.Subject, Record.Arm, Record.Root.Status == ActivityStatusCode.Error ? OutcomeCode.Failure : OutcomeCode.Success, now, age, duration)
        {
            Values = Record.Values,
        };
    }
}
