using System.Text.Json;
using ModularRollout.Definitions;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Snapshots;

namespace ModularRollout.Rollouts.Control;

/// <summary>Journals edits of what a running attempt refers to and does not lock: should it be deleted, a process that starts after that knows what was in force last.</summary>
internal sealed class EditNotes
{
    private readonly RolloutBoard _board;
    private readonly IRolloutHost _host;
    private readonly Transitions _transitions;

    public EditNotes(RolloutBoard board, IRolloutHost host, Transitions transitions)
    {
        _board = board;
        _host = host;
        _transitions = transitions;
    }

    /// <summary>Journals an edit, where the journal knows something else than what is in force.</summary>
    /// <param name="run">The rollout.</param>
    /// <param name="patience">How long to wait for the store.</param>
    /// <param name="cancellationToken">Ends the waiting for the store.</param>
    public async Task WriteAsync(RolloutRun run, TimeSpan patience, CancellationToken cancellationToken)
    {
        string? before, now;
        lock (_board.Lock)
        {
            (before, now) = run.State is { IsLocked: true } && !run.IsReleased && run.Keeper.Pending == 0 ? (run.State.Kept, InForce(run)) : (null, null);
        }

        if (now is not null && now != before)
        {
            await _transitions.NoteAsync(run, RolloutEntryKind.Edit, "rollout", Sentence(before, now), null, patience, cancellationToken).ConfigureAwait(false);
        }
    }

    private string? InForce(RolloutRun run)
    {
        SnapshotContent content = _host.Current.Content;
        if (run.InForceOf != content.DefinitionsHash)
        {
            run.InForce = KeptDefinitions.Of(content.Layers, run.Flag);
            run.InForceOf = content.DefinitionsHash;
        }

        return run.InForce;
    }

    private static string Sentence(string? before, string now)
    {
        if (now == KeptDefinitions.TooLong)
        {
            return $"The flag, and what it refers to, has become longer than {KeptDefinitions.Longest} characters: the journal does not keep it.";
        }

        if (string.IsNullOrEmpty(before))
        {
            return "The journal did not say yet what the attempt refers to.";
        }

        using JsonDocument then = DefinitionJson.Parse(before), current = DefinitionJson.Parse(now);
        string[] edited = [.. Edited(then, current, "flags", "flag"), .. Edited(then, current, "segments", "segment")];
        return $"Edited while the attempt runs: {string.Join(", ", edited)}.";
    }

    /// <summary>Gets what differs, in words: added and removed references show in who refers.</summary>
    private static List<string> Edited(JsonDocument then, JsonDocument now, string section, string word)
    {
        var edited = new List<string>();
        JsonElement known = then.RootElement.GetProperty(section);
        foreach (JsonProperty definition in now.RootElement.GetProperty(section).EnumerateObject())
        {
            if (known.TryGetProperty(definition.Name, out JsonElement before) && before.GetRawText() != definition.Value.GetRawText())
            {
                edited.Add($"{word} `{definition.Name}`");
            }
        }

        return edited;
    }
}
