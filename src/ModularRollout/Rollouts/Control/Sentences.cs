using System.Globalization;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>What the controller says, in words.</summary>
internal static class Sentences
{
    /// <summary>Says that what is known is of an earlier stretch, or of none.</summary>
    public const string NotLookedAt = "What is exposed now has not been looked at yet; wait for the next look.";

    /// <summary>Says that no stretch is left for what an operator wants.</summary>
    public const string NoRoom = "The attempt has used up its stretches, of which there are 64; roll back and start another attempt.";

    /// <summary>Writes a duration in the units of plans, the two largest: <c>2h 30m</c>.</summary>
    public static string Of(TimeSpan duration)
    {
        (long, string)[] units = [(duration.Days, "d"), (duration.Hours, "h"), (duration.Minutes, "m"), (duration.Seconds, "s"), (duration.Milliseconds, "ms")];
        int first = Array.FindIndex(units, static unit => unit.Item1 > 0);
        if (first < 0)
        {
            return "0s";
        }

        string text = units[first].Item1.ToString(CultureInfo.InvariantCulture) + units[first].Item2;
        return first + 1 < units.Length && units[first + 1].Item1 > 0
            ? text + " " + units[first + 1].Item1.ToString(CultureInfo.InvariantCulture) + units[first + 1].Item2
            : text;
    }

    /// <summary>Puts a sentence after what somebody wrote, with or without a full stop.</summary>
    public static string Join(string text, string sentence)
    {
        string trimmed = text.TrimEnd();
        return trimmed.Length > 0 && trimmed[^1] is '.' or '!' or '?' ? $"{trimmed} {sentence}" : $"{trimmed}. {sentence}";
    }

    public static string Of(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Of(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Of(decimal percent) => percent.ToString("0.######", CultureInfo.InvariantCulture) + " %";

    /// <summary>Gets what a guard says in the evidence.</summary>
    public static string Of(RolloutEvidence evidence, string guard)
    {
        foreach (GuardReading reading in evidence.Readings)
        {
            if (reading.Guard == guard)
            {
                return reading.Sentence;
            }
        }

        return "";
    }

    public static string OfHold(RolloutState state) => state.Position.HoldReason switch
    {
        RolloutHoldReason.Breach when state.OpenBreaches.IsEmpty => $"It holds because guard `{state.Position.Guard}` breached, which is acknowledged; resume it, or roll back.",
        RolloutHoldReason.Breach => $"It holds because guard `{state.Position.Guard}` breached; acknowledge it, then resume, or roll back.",
        RolloutHoldReason.Blind => "It holds because nobody knew how the candidate does; resume it.",
        RolloutHoldReason.WindowEnded => "It holds because the stage's window is over; resume it for another window.",
        RolloutHoldReason.FlagDeleted => "It holds because the flag's definition, or its plan, is gone; publish it again and resume, or roll back.",
        _ => "An operator paused it.",
    };

    /// <summary>Says what turning a kill switch did, and for whom: a kill waits for nobody, so it reaches nobody else.</summary>
    public static string OfSwitch(bool isKill, FlagKillResult result, bool isControlling)
    {
        string what = !result.IsChanged ? "The kill switch of this process stood so already." : isKill
            ? "The flag is killed in this process: whom it serves gets the `off` variant."
            : "The flag is revived in this process: its definition and its rollout decide again.";
        string lasts = !isKill ? "" : result.IsDurable ? " That outlives a restart." : " A restart would forget that: the kill is in no file yet.";
        string journal = isControlling ? "" : " It is not journalled, because this process does not control the rollouts.";
        return $"{what}{lasts} Other processes do as before: ask each one.{journal}";
    }

    public static string OfWindow(TimeSpan window) => $"The stage has lasted longer than its window of {Of(window)}.";

    public static string OfAdvance(RolloutPlan plan, RolloutState state, RolloutStage next)
    {
        string reach = next.IsRing ? $"audience `{next.Audience}`" : Of(Exposures.PercentAt(plan, next.Index));
        return state.Stage < 0
            ? $"Stage `{next.Name}` is approved. It exposes {reach}."
            : $"Stage `{plan.Stages[state.Stage].Name}` met all its conditions. Stage `{next.Name}` exposes {reach}.";
    }

    public static string OfCompletion(RolloutPlan plan)
    {
        string all = $"Stage `{plan.Stages[^1].Name}` met all its conditions. ";
        return Exposures.HasHoldback(plan)
            ? all + $"Everybody gets the candidate but a holdback of {Of(plan.Stages[^1].HoldbackPercent)}."
            : all + "Everybody gets the candidate.";
    }
}
