using System.Diagnostics;
using ModularRollout.Rollouts.Control;

namespace ModularRollout.Rollouts.Telemetry;

/// <summary>Transitions and refusals as activities without duration, below the one that was current when they happened.</summary>
internal static class RolloutActivities
{
    public static void Show(RolloutTransitionNotice notice, string? setId)
    {
        if (TelemetrySource.Activities.HasListeners())
        {
            var tags = new ActivityTagsCollection
            {
                { RolloutNames.Flag, notice.Flag },
                { RolloutNames.Kind, RolloutNames.Of(notice.Kind) },
                { RolloutNames.Attempt, notice.Attempt },
                { RolloutNames.FromStatus, RolloutNames.Of(notice.From.Status) },
                { RolloutNames.ToStatus, RolloutNames.Of(notice.To.Status) },
                { RolloutNames.Actor, notice.Actor },
                { RolloutNames.Reason, notice.Reason },
            };
            Add(tags, RolloutNames.SetId, setId);
            Add(tags, RolloutNames.FromStage, notice.FromStage);
            Add(tags, RolloutNames.ToStage, notice.ToStage);
            Add(tags, RolloutNames.Guard, notice.To.Guard);
            Add(tags, RolloutNames.HoldReason, notice.To.HoldReason == RolloutHoldReason.None ? null : RolloutNames.Of(notice.To.HoldReason));
            Show(RolloutNames.Transition, notice.Time, tags, null);
        }
    }

    public static void Show(string flag, RolloutCommand command, string sentence, DateTimeOffset now, string? setId)
    {
        if (TelemetrySource.Activities.HasListeners())
        {
            var tags = new ActivityTagsCollection
            {
                { RolloutNames.Flag, flag },
                { RolloutNames.Command, RolloutNames.Of(command.Kind) },
                { RolloutNames.Actor, command.Actor },
                { RolloutNames.Reason, sentence },
            };
            Add(tags, RolloutNames.SetId, setId);
            Show(RolloutNames.Refusal, now, tags, sentence);
        }
    }

    private static void Show(string name, DateTimeOffset time, ActivityTagsCollection tags, string? error)
    {
        using Activity? activity = TelemetrySource.Activities.StartActivity(name, ActivityKind.Internal, default(ActivityContext), tags, startTime: time);
        if (activity is not null)
        {
            if (error is not null)
            {
                activity.SetStatus(ActivityStatusCode.Error, error);
            }

            activity.SetEndTime(time.UtcDateTime);
        }
    }

    private static void Add(ActivityTagsCollection tags, string name, string? value)
    {
        if (value is not null)
        {
            tags.Add(name, value);
        }
    }
}
