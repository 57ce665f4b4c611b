namespace ModularRollout.Testing.Drills;

/// <summary>The time of day jumps, forth and back in turn, ten minutes after each stage was entered.</summary>
internal sealed class ClockFault(TimeSpan by) : DrillFault
{
    private static readonly TimeSpan s_after = TimeSpan.FromMinutes(10);

    private int _stage = -1;
    private TimeSpan _entered;
    private int _jumps;

    public override Task AfterLookAsync(DrillRun run, CancellationToken cancellationToken)
    {
        if (run.Progress.Stage is { } stage && stage.Index != _stage)
        {
            (_stage, _entered) = (stage.Index, run.Elapsed);
        }
        else if (_stage == _jumps && run.Elapsed - _entered >= s_after)
        {
            run.System.Clock.Jump(_jumps % 2 == 0 ? by : -2 * by);
            _jumps++;
        }

        return Task.CompletedTask;
    }

    public override void Judge(DrillRun run)
    {
        if (_jumps == 0)
        {
            run.Complaints.Add($"No stage lasted {DrillText.Of(s_after)}, so that no clock could jump. {DrillSentences.WhereItStands(run)}");
        }

        MustComplete(run, $"The clock jumped {_jumps} times by {DrillText.Of(by)} and twice that back");
    }
}
