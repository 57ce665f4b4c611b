using System.Diagnostics.Metrics;

namespace ModularRollout.Rollouts.Telemetry;

/// <summary>Reads the instruments of one gate's rollouts.</summary>
internal sealed class RolloutMeasures
{
    private readonly WeakReference<RolloutController> _controller;
    private readonly string? _setId;

    public RolloutMeasures(RolloutController controller)
    {
        _controller = new WeakReference<RolloutController>(controller);
        _setId = controller.Telemetry.SetId;
    }

    private IReadOnlyList<RolloutProgress> All => _controller.TryGetTarget(out RolloutController? controller) ? controller.List() : [];

    public Measurement<long>[] Controlling() => _controller.TryGetTarget(out RolloutController? controller)
        ? [new Measurement<long>(controller.IsControlling ? 1 : 0, _setId is null ? [] : [Tag(RolloutNames.SetId, _setId)])]
        : [];

    /// <summary>Measures every rollout.</summary>
    public List<Measurement<T>> Each<T>(Func<RolloutProgress, T> read)
        where T : struct
    {
        var measured = new List<Measurement<T>>();
        foreach (RolloutProgress progress in All)
        {
            measured.Add(new Measurement<T>(read(progress), Tags(progress)));
        }

        return measured;
    }

    /// <summary>Measures every rollout that is watched.</summary>
    public List<Measurement<T>> Guarded<T>(Func<RolloutProgress, T> read)
        where T : struct
    {
        var measured = new List<Measurement<T>>();
        foreach (RolloutProgress progress in All)
        {
            if (progress.Readings.Count > 0)
            {
                measured.Add(new Measurement<T>(read(progress), Tags(progress)));
            }
        }

        return measured;
    }

    /// <summary>Measures the arms of every rollout that is watched, where there is something to measure.</summary>
    public List<Measurement<long>> Arms(Func<RolloutProgress, (long Candidate, long Baseline)?> read)
    {
        var measured = new List<Measurement<long>>();
        foreach (RolloutProgress progress in All)
        {
            if (progress.Readings.Count > 0 && read(progress) is var (candidate, baseline))
            {
                measured.Add(new Measurement<long>(candidate, Tags(progress, Tag(RolloutNames.Arm, RolloutNames.Candidate))));
                measured.Add(new Measurement<long>(baseline, Tags(progress, Tag(RolloutNames.Arm, RolloutNames.Baseline))));
            }
        }

        return measured;
    }

    /// <summary>Measures every guard, where there is something to measure.</summary>
    public List<Measurement<T>> Guards<T>(Func<GuardReading, T?> read)
        where T : struct
    {
        var measured = new List<Measurement<T>>();
        foreach (RolloutProgress progress in All)
        {
            foreach (GuardReading reading in progress.Readings)
            {
                if (read(reading) is { } value)
                {
                    measured.Add(new Measurement<T>(value, Tags(progress, Tag(RolloutNames.Guard, reading.Guard))));
                }
            }
        }

        return measured;
    }

    /// <summary>Measures the arms of every guard.</summary>
    public List<Measurement<long>> GuardArms(Func<GuardReading, (long Candidate, long Baseline)> read)
    {
        var measured = new List<Measurement<long>>();
        foreach (RolloutProgress progress in All)
        {
            foreach (GuardReading reading in progress.Readings)
            {
                (long candidate, long baseline) = read(reading);
                KeyValuePair<string, object?> guard = Tag(RolloutNames.Guard, reading.Guard);
                measured.Add(new Measurement<long>(candidate, Tags(progress, guard, Tag(RolloutNames.Arm, RolloutNames.Candidate))));
                measured.Add(new Measurement<long>(baseline, Tags(progress, guard, Tag(RolloutNames.Arm, RolloutNames.Baseline))));
            }
        }

        return measured;
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private KeyValuePair<string, object?>[] Tags(RolloutProgress progress, params ReadOnlySpan<KeyValuePair<string, object?>> more) => _setId is null
        ? [Tag(RolloutNames.Flag, progress.Flag), .. more]
        : [Tag(RolloutNames.Flag, progress.Flag), Tag(RolloutNames.SetId, _setId), .. more];
}
