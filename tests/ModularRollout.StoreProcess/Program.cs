using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;

// A process that shares a folder of rollouts with others: it does what each line of its input says, and answers with a line.
using var store = new FileRolloutStore(args[0]);
string holder = args[1];
IRolloutLease? lease = null;
GateOfProcess? gate = null;
CancellationToken none = CancellationToken.None;

while (Console.ReadLine() is { } line)
{
    string[] words = line.Split(' ');
    Console.WriteLine(words[0] switch
    {
        "acquire" => await AcquireAsync(),
        "release" => await ReleaseAsync(),
        "append" => await AppendAsync(words[1]),
        "flood" => await FloodAsync(words[1]),
        "checkpoint" => await WriteCheckpointAsync(words[1], byte.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture)),
        "read" => await ReadAsync(words[1]),
        "open" => await OpenAsync(),
        _ => gate is null ? $"'{line}' is no command." : await gate.AnswerAsync(words),
    });
}

async Task<string> AcquireAsync()
{
    try
    {
        lease = await store.TryAcquireLeaseAsync(holder, none) ?? lease;
        return lease is { IsHeld: true } ? "held" : $"refused, {await store.ReadHolderAsync(none)} holds it";
    }
    catch (IOException exception)
    {
        return exception.Message;
    }
}

async Task<string> OpenAsync()
{
    gate = await GateOfProcess.OpenAsync(store, holder);
    return "opened";
}

async Task<string> ReleaseAsync()
{
    await lease!.DisposeAsync();
    return "released";
}

async Task<string> AppendAsync(string flag)
{
    RolloutJournal journal = await JournalOf(flag);
    try
    {
        RolloutJournalEntry entry = Next(flag, journal.Head);
        await store.AppendAsync(entry, none);
        return $"appended {entry.Sequence}";
    }
    catch (InvalidOperationException exception)
    {
        return exception.Message;
    }
}

// Appends for as long as the process lives, with a checkpoint now and then.
async Task<string> FloodAsync(string flag)
{
    RolloutJournalEntry? last = (await JournalOf(flag)).Head;
    while (true)
    {
        last = Next(flag, last);
        await store.AppendAsync(last, none);
        Console.WriteLine($"appended {last.Sequence}");
        await store.WriteCheckpointAsync(flag, "controller", new byte[(int)(last.Sequence * 7919 % 5000)], none);
    }
}

async Task<string> WriteCheckpointAsync(string flag, byte content)
{
    await store.WriteCheckpointAsync(flag, holder, new[] { content }, none);
    return "written";
}

async Task<string> ReadAsync(string flag)
{
    RolloutJournal journal = await JournalOf(flag);
    IReadOnlyList<RolloutCheckpoint> checkpoints = await store.ReadCheckpointsAsync(flag, none);
    return $"{journal.Entries.Count} entries, {journal.Damage?.Sentence ?? "whole"}, {checkpoints.Count} checkpoints, {store.Damages.Count} damages";
}

async Task<RolloutJournal> JournalOf(string flag) => RolloutJournal.Read(flag, await store.ReadAsync(flag, 0, none));

RolloutJournalEntry Next(string flag, RolloutJournalEntry? last) => RolloutJournalEntry.After(last, new RolloutEntryDraft
{
    Flag = flag,
    Attempt = 1,
    Time = TimeProvider.System.GetUtcNow(),
    Actor = holder,
    Kind = RolloutEntryKind.Advance,
    From = new RolloutPosition(RolloutStatus.Running, 0),
    To = new RolloutPosition(RolloutStatus.Running, 1),
    Reason = "Two processes share a store.",
});
