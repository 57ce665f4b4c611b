using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Testing.Drills;

/// <summary>The controlling process dies and leaves a journal with a damaged end: a torn line, which is cut off, or an altered one, after which nobody can vouch for the journal.</summary>
internal sealed class TailFault(bool isTorn, string? atStage) : DrillFault
{
    private RolloutStage? _at;
    private bool _isDone;
    private bool _isReported;

    public override bool NeedsFiles => true;

    public override void Begin(DrillRun run) => _at = run.StageOf(atStage);

    public override async Task AfterLookAsync(DrillRun run, CancellationToken cancellationToken)
    {
        if (_isDone || run.Progress.Stage is not { } stage || stage.Index < _at!.Index)
        {
            return;
        }

        _isDone = true;
        run.System.Store!.Die();
        Damage(run.System.JournalPath);
        await run.System.RestartAsync(cancellationToken).ConfigureAwait(false);
        _isReported = run.System.Store.Damages.Count > 0 || run.Progress.Damage is not null;
    }

    public override void Judge(DrillRun run)
    {
        if (!_isDone)
        {
            run.Complaints.Add($"The rollout never reached stage `{_at!.Name}`. {DrillSentences.WhereItStands(run)}");
        }
        else if (!_isReported)
        {
            run.Complaints.Add("The journal's end was damaged, and nobody was told.");
        }
        else if (isTorn)
        {
            MustComplete(run, "The controller left a torn entry at the end of its journal");
        }
        else if (run.Progress.Damage is null)
        {
            run.Complaints.Add($"The last entry of the journal was altered, and it was believed. {DrillSentences.WhereItStands(run)}");
        }
    }

    private void Damage(string path)
    {
        byte[] journal = File.ReadAllBytes(path);
        int last = Array.LastIndexOf(journal, (byte)'\n', journal.Length - 2) + 1;
        if (isTorn)
        {
            using FileStream file = File.Open(path, FileMode.Append);
            file.Write(journal.AsSpan(last, (journal.Length - last) / 2));
        }
        else
        {
            // A digit of the last entry's time becomes another.
            int digit = journal.AsSpan(last).IndexOf("\"time\":\""u8) + last + "\"time\":\"202"u8.Length;
            journal[digit] ^= 1;
            File.WriteAllBytes(path, journal);
        }
    }
}
