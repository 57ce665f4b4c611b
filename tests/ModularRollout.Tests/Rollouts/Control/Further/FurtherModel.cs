using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Tests.Rollouts.Control.Faults;

namespace ModularRollout.Tests.Rollouts.Control.Further;

/// <summary>A flag under plans that come and go in any order, with commands, failures, a store that breaks and a gate that is opened again; and what subjects may notice of each step.</summary>
internal sealed class FurtherModel : IAsyncDisposable
{
    public const int GoOn = 0;
    public const int Restart = 1;
    public const int TradeWell = 2;
    public const int Start = 3;
    public const int Steps = 17;
    private const int Subjects = 60;

    private readonly FaultyStore _store;
    private readonly Banner _banner;
    private readonly List<string> _trace = [];
    private string[] _completed = [];
    private bool _hasPlan = true;
    private bool _isReleased;

    private FurtherModel(FaultyStore store, Banner banner)
    {
        _store = store;
        _banner = banner;
    }

    /// <summary>Gets how often a rollout went on from one that had completed.</summary>
    public int Further { get; private set; }

    private RolloutProgress? Progress => _banner.ProgressOrNone;

    private bool IsCompleted => Progress?.Status == RolloutStatus.Completed;

    private bool IsExposed => Progress?.Status is RolloutStatus.Running or RolloutStatus.Holding or RolloutStatus.AwaitingApproval;

    private bool IsOver => IsCompleted || IsEnded || (Progress is null && _isReleased);

    private bool IsEnded => Progress?.Status is RolloutStatus.RolledBack or RolloutStatus.Aborted;

    public static async Task<FurtherModel> OpenAsync()
    {
        var store = new FaultyStore(new MemoryRolloutStore()) { IsShared = true };
        return new FurtherModel(store, await Banner.OpenAsync(Banner.Document("v1", "v2", Banner.Heldback, "\"maxAttempts\": 50,"), store));
    }

    /// <summary>Takes the step of a number, and checks what subjects noticed.</summary>
    public Task TakeAsync(int code)
    {
        (string from, string to) = Progress is { } progress ? (progress.Plan.Baseline, progress.Plan.Candidate) : ("v1", "v2");
        string another = Another(from, to);
        return ((code & int.MaxValue) % Steps) switch
        {
            GoOn => GoOnAsync(IsCompleted ? to : NameOf(_banner.Answers(1)[0])),
            Restart => RestartAsync(),
            TradeWell => TradeAsync(null, ticks: 5),
            Start => CommandAsync("start", () => _banner.Rollouts.StartAsync(Banner.Flag, "ada", "model")),
            4 => PublishAsync(from, to, isHeldBack: false),
            5 => PublishAsync("v1", "v2", isHeldBack: true),
            6 => PublishAsync(to, from, isHeldBack: true),
            7 => PublishAsync(from, another, isHeldBack: false),
            8 => PublishAsync(another, to, isHeldBack: false),
            var rare => TakeRareAsync(rare, from, to),
        };
    }

    public ValueTask DisposeAsync()
    {
        _store.Heal();
        return _banner.DisposeAsync();
    }

    /// <summary>Publishes the plan that is right: from what everybody has to something else.</summary>
    private Task GoOnAsync(string from) => PublishAsync(from, Another(from, from), isHeldBack: _trace.Count % 2 == 0);

    private Task TakeRareAsync(int step, string from, string to) => step switch
    {
        9 => PublishAsync(to, null, isHeldBack: false),
        10 => PublishAsync(from, null, isHeldBack: false),
        11 => TradeAsync(Progress?.Plan.Candidate, ticks: 5),
        12 => TradeAsync(null, ticks: 1),
        13 => RollBackAsync(),
        14 => BreakAsync(),
        15 => HealAsync(),
        _ => ReopenAsync(),
    };

    private static string Another(string one, string other) => Array.Find(["v3", "v4", "v1", "v2"], version => version != one && version != other)!;

    private static string DocumentOf(string from, string? to, bool isHeldBack) => to is null
        ? Banner.Without(from)
        : Banner.Document(from, to, isHeldBack ? Banner.Heldback : Banner.Stages, "\"start\": \"onPublish\", \"maxAttempts\": 50,");

    private static bool AreAll(string[] answers, string variant) => answers.All(answer => answer.StartsWith(variant + "=", StringComparison.Ordinal));

    private async Task PublishAsync(string from, string? to, bool isHeldBack)
    {
        string[] before = _banner.Answers(Subjects);
        Effect effect = EffectOf(from, to);
        bool isOver = IsOver;
        await _banner.PublishAsync(DocumentOf(from, to, isHeldBack));
        string[] published = _banner.Answers(Subjects);
        _hasPlan = to is not null;
        _isReleased = isOver && (to is null || (_isReleased && effect != Effect.Back));
        await StepAsync($"publish {from} to {to ?? "nothing"}");
        string[] after = _banner.Answers(Subjects);
        bool isRight = effect switch
        {
            Effect.None => before.SequenceEqual(published) && before.SequenceEqual(after),
            Effect.Back => _completed.SequenceEqual(after),
            _ => IsExposed || AreAll(after, from),
        };
        Must(isRight, $"Publishing changed what somebody gets; {effect} was expected.");
    }

    /// <summary>Says what publishing may change: nothing where something is locked, or was given back; else the definition alone decides.</summary>
    private Effect EffectOf(string from, string? to)
    {
        bool isKept = IsExposed || (!_isReleased && to is not null && (IsCompleted || IsEnded));
        bool isBack = IsCompleted && to == Progress!.Plan.Candidate && from == Progress.Plan.Baseline;
        return isKept ? Effect.None : isBack ? Effect.Back : Effect.Definition;
    }

    private async Task RestartAsync()
    {
        string[] before = _banner.Answers(Subjects);
        RolloutProgress? stood = Progress;
        bool isFurther = IsCompleted;
        bool isAccepted = await CommandAsync("restart", () => _banner.RestartAsync("model"));
        if (isAccepted)
        {
            (string baseline, string candidate) = (Progress!.Plan.Baseline, Progress.Plan.Candidate);
            string[] after = _banner.Answers(Subjects);
            string had = !isFurther || _isReleased ? baseline : stood!.Plan.Candidate;
            bool isContinuous = before.Zip(after).All(pair => NameOf(pair.Second) == candidate || (NameOf(pair.Second) == baseline && (pair.First == pair.Second || NameOf(pair.First) != had)));
            Must(baseline == had && isContinuous, "A restart gave somebody neither the same as before nor the new candidate.");
            Further += isFurther ? 1 : 0;
            _isReleased = false;
        }
    }

    private async Task RollBackAsync()
    {
        string? baseline = Progress?.Plan.Baseline;
        if (await CommandAsync("roll back", _banner.RollBackAsync))
        {
            Must(!_hasPlan || AreAll(_banner.Answers(Subjects), baseline!), "Not everybody has the baseline again.");
        }
    }

    private async Task<bool> CommandAsync(string name, Func<Task<RolloutCommandResult>> give)
    {
        string[] before = _banner.Answers(Subjects);
        RolloutCommandResult result = await give();
        _trace.Add(result.IsAccepted ? name : $"{name}, refused: {result.Sentence}");
        Must(result.Sentence.Length > 0 && (result.IsAccepted || before.SequenceEqual(_banner.Answers(Subjects))), "A refusal changed something, or has no sentence.");
        Check();
        return result.IsAccepted;
    }

    private async Task TradeAsync(string? failing, int ticks)
    {
        string[] before = _banner.Answers(Subjects);
        bool isUnguarded = IsEnded || (IsCompleted && (_isReleased || !Exposures.HasHoldback(Progress!.Plan)));
        _banner.Failing = failing;
        for (int i = 0; i < ticks; i++)
        {
            await _banner.TradeAsync(visitors: 60);
        }

        _trace.Add(failing is null ? $"trade well for {ticks}" : $"fail for {ticks}");
        Must(!isUnguarded || before.SequenceEqual(_banner.Answers(Subjects)), "Time alone changed what somebody gets.");
        Check();
    }

    private Task BreakAsync()
    {
        _store.Throws = StoreCalls.All;
        return StepAsync("break the store");
    }

    private async Task HealAsync()
    {
        _store.Heal();
        await StepAsync("heal");
        await _banner.StepAsync();
        Check();
    }

    private async Task ReopenAsync()
    {
        await HealAsync();
        string[] before = _banner.Answers(Subjects);
        string? stood = StandingOf(Progress);
        await _banner.ReopenAsync();
        _trace.Add("reopen");
        Must(before.SequenceEqual(_banner.Answers(Subjects)) && stood == StandingOf(Progress), $"A restart of the gate changed something: {stood}, {StandingOf(Progress)}.");
        Check();
    }

    private async Task StepAsync(string name)
    {
        _trace.Add(name);
        await _banner.StepAsync();
        Check();
    }

    private static string? StandingOf(RolloutProgress? progress) =>
        progress is null ? null : $"{progress.Attempt} {progress.Status} {progress.Stage?.Name} {progress.Plan.Baseline} {progress.Plan.Candidate} {progress.NextPlan?.Candidate}";

    private static string NameOf(string answer) => answer[..answer.IndexOf('=', StringComparison.Ordinal)];

    private void Check()
    {
        RolloutJournal journal = _banner.Rollouts.JournalOf(Banner.Flag);
        Must(journal.Damage is null, "The journal is damaged.");
        Must(journal.Entries.All(static entry => entry.Kind != RolloutEntryKind.Start || entry.Attempt == 1 || entry.Actor == "ada"), "An attempt started by itself.");
        _isReleased |= !_hasPlan && !IsExposed && journal.Entries.Any(static entry => entry.Kind == RolloutEntryKind.Start);
        string[] answers = _banner.Answers(Subjects);
        if (IsCompleted && !_isReleased)
        {
            _completed = answers;
            Must(AreBetween(answers, Progress!.Plan.Candidate, Exposures.HasHoldback(Progress.Plan) ? Progress.Plan.Baseline : null), "Somebody has lost what completed.");
        }
        else if (IsExposed)
        {
            Must(AreBetween(answers, Progress!.Plan.Candidate, Progress.Plan.Baseline), "Somebody has what is in no plan.");
        }
    }

    private static bool AreBetween(string[] answers, string one, string? other) => answers.All(answer => NameOf(answer) == one || NameOf(answer) == other);

    private void Must(bool holds, string sentence) => Assert.True(holds, holds ? "" : $"{sentence} It stands at {StandingOf(Progress)}, {_banner.Shares(Subjects)}. After: {string.Join(", ", _trace)}.");

    /// <summary>What publishing does to what subjects get.</summary>
    private enum Effect
    {
        None,

        /// <summary>The completed plan is back, and with it what it had locked.</summary>
        Back,

        /// <summary>The definition decides, until a plan of it starts.</summary>
        Definition,
    }
}
