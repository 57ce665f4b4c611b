using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Stores;
using ModularRollout.Snapshots;

namespace ModularRollout.Tests.Rollouts.Control.Faults;

/// <summary>A shop to which anything may happen, and what has to hold after each step.</summary>
internal sealed class RolloutModel : IAsyncDisposable
{
    public const int TradeWell = 0;
    public const int Start = 1;

    /// <summary>How many steps there are, and how many actors take them, of whom the last is no operator.</summary>
    public const int Steps = 30;
    public const int Actors = 6;

    private static readonly string s_plan = PlanWith("20s");
    private static readonly string s_edited = PlanWith("30s");

    private readonly FaultyShop _shop;
    private readonly List<string> _trace = [];
    private readonly Dictionary<(int Attempt, decimal Percent), HashSet<int>> _cohorts = [];
    private static readonly (string Name, Func<RolloutModel, Task> Take)[] s_steps =
    [
        ("trade well", static model => model.TradeAsync(.01, .01, TimeSpan.FromMilliseconds(50))),
        ("start", static model => model.CommandAsync(static (rollouts, actor) => rollouts.StartAsync(Shop.Flag, actor, "model"))),
        ("trade well for a while", static async model =>
        {
            for (int i = 0; i < 4; i++)
            {
                await model.TradeAsync(.01, .01, TimeSpan.FromMilliseconds(50));
            }
        }),
        ("fail", static model => model.TradeAsync(.01, .5, TimeSpan.FromMilliseconds(50))),
        ("be slow", static model => model.TradeAsync(.01, .01, TimeSpan.FromSeconds(3))),
        ("trade blindly", static model => model.TradeAsync(.01, .01, null)),
        ("idle", static model => model.TickAsync()),
        ("break the store", static model => model.Fault(store => store.Throws = StoreCalls.All)),
        ("fill the disk", static model => model.Fault(store => store.Throws = StoreCalls.Append | StoreCalls.WriteCheckpoint)),
        ("lose answers", static model => model.Fault(store => store.LosesAnswers = StoreCalls.All)),
        ("hang the store", static model => model.Fault(store => store.Hangs = StoreCalls.All)),
        ("hang what is written", static model => model.Fault(store => store.Hangs = StoreCalls.Append | StoreCalls.WriteCheckpoint)),
        ("answer late", static model => model.Fault(store => store.HangsAfter = StoreCalls.All)),
        ("give late answers", static async model =>
        {
            model._shop.Store.Release();
            await model._switches.ReleaseAsync();
        }),
        ("heal", static model => model.Fault(store => store.Heal())),
        ("throw in predicates", static model =>
        {
            model._switches.Throw();
            return model.TickAsync();
        }),
        ("hang in predicates", static async model =>
        {
            await model._switches.HangAsync();
            await model.TickAsync();
        }),
        ("pause", static model => model.CommandAsync(static (rollouts, actor) => rollouts.PauseAsync(Shop.Flag, actor, "model"))),
        ("resume", static model => model.CommandAsync(static (rollouts, actor) => rollouts.ResumeAsync(Shop.Flag, actor, "model"))),
        ("acknowledge", static model => model.CommandAsync(static (rollouts, actor) => rollouts.AcknowledgeAsync(Shop.Flag, "slowest", actor, "model"))),
        ("advance", static model => model.CommandAsync(static (rollouts, actor) => rollouts.AdvanceAsync(Shop.Flag, actor, "model"))),
        ("roll back", static model => model.TakeBackAsync(static (rollouts, actor) => rollouts.RollBackAsync(Shop.Flag, actor, "model"))),
        ("abort", static model => model.TakeBackAsync(static (rollouts, actor) => rollouts.AbortAsync(Shop.Flag, actor, "model"))),
        ("restart the rollout", static model => model.CommandAsync(static (rollouts, actor) => rollouts.RestartAsync(Shop.Flag, actor, "model"))),
        ("kill", static model => model.CommandAsync(static (rollouts, actor) => rollouts.KillAsync(Shop.Flag, actor, "model"))),
        ("revive", static model => model.CommandAsync(static (rollouts, actor) => rollouts.ReviveAsync(Shop.Flag, actor, "model"))),
        ("crash and restart", static model =>
        {
            // What the store had not accepted yet is forgotten.
            model._takenBack = null;
            return model._shop.RestartAsync();
        }),
        ("edit the plan", static model => model._shop.Shop.PublishAsync(Shop.Definition(s_edited, Operators))),
        ("adopt", static model => model.CommandAsync(static (rollouts, actor) => rollouts.AdoptAsync(Shop.Flag, actor, "model"))),
        ("set the clock", static model =>
        {
            model._shop.Clock.Jump(TimeSpan.FromHours(model._trace.Count % 2 == 0 ? 3 : -3));
            return Task.CompletedTask;
        }),
    ];

    private readonly ModelSwitches _switches;
    private HashSet<int> _served = [];
    private RolloutExposure? _before;
    private bool _isWrongActor;
    private int? _takenBack;

    private RolloutModel(FaultyShop shop)
    {
        _shop = shop;
        _switches = new ModelSwitches(shop);
    }

    private static string Operators => """ "operators": ["ada"], """;

    public static async Task<RolloutModel> OpenAsync(IRolloutStore disk) => new(await FaultyShop.OpenAsync(s_plan, disk: disk, more: Operators));

    /// <summary>Takes the step of a number, by an operator or by somebody who is none, and checks what has to hold after it.</summary>
    public async Task TakeAsync(int code)
    {
        (string name, Func<RolloutModel, Task> take) = s_steps[(code & int.MaxValue) % Steps];
        _isWrongActor = (code & int.MaxValue) / Steps == Actors - 1;
        _trace.Add(_isWrongActor ? name + " by mallory" : name);
        await take(this);
        Check();
    }

    /// <summary>Heals everything, and checks that journal, state and exposure are one.</summary>
    public async Task EndAsync()
    {
        _trace.Add("the end");
        await _switches.ReleaseAsync();
        await _shop.HealAsync();
        bool isOne = IsOne();
        for (int i = 0; i < 1000 && !isOne; i++)
        {
            // What was answered late is taken by one of the next steps; one that is under way may have appended what is not in force yet.
            await _shop.StepAsync();
            isOne = IsOne();
        }

        Check();
        Must(isOne, $"The journal says {Kept().Position}, in force is {InForce()}, or the process knows another journal than the store.");
    }

    private bool IsOne() => InForce() == Kept().Position && _shop.Rollouts.JournalOf(Shop.Flag).HeadHash == _shop.Kept.HeadHash;

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private static string PlanWith(string dwell) => $$"""
        { "candidate": "on", "baseline": "off", "settle": "10s", "minOutcomes": 10, "maxBlind": "1m", "maxAttempts": 5,
          "stages": [ { "name": "quarter", "percent": 25, "dwell": "{{dwell}}" }, { "name": "half", "percent": 50, "dwell": "{{dwell}}" },
                      { "name": "full", "percent": 100, "dwell": "{{dwell}}", "holdbackPercent": 10 } ],
          "guards": [ { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1 } },
                      { "name": "slowest", "events": { "slowerThan": "1s" }, "noMoreThan": { "rate": 0.05 }, "onBreach": "hold" } ] }
        """;

    private RolloutState Kept() => RolloutState.Replay(Shop.Flag, _shop.Kept.Entries);

    private RolloutPosition InForce()
    {
        RolloutProgress progress = _shop.Progress;
        RolloutPosition kept = Kept().Position;
        bool isAsKept = progress.Status == kept.Status && progress.HoldReason == kept.HoldReason && (progress.Stage is null || progress.Stage.Index == kept.Stage);
        return isAsKept ? kept : new RolloutPosition(progress.Status, progress.Stage?.Index ?? -1, progress.HoldReason);
    }

    private Task TickAsync() => _shop.PassAsync(_shop.TickAsync);

    private Task Fault(Action<FaultyStore> fault)
    {
        fault(_shop.Store);
        return Task.CompletedTask;
    }

    private async Task TakeBackAsync(Func<RolloutController, string, Task<RolloutCommandResult>> give)
    {
        RolloutCommandResult result = await CommandAsync(give);
        _takenBack = result.IsAccepted ? result.Progress!.Attempt : _takenBack;
    }

    private async Task<RolloutCommandResult> CommandAsync(Func<RolloutController, string, Task<RolloutCommandResult>> give)
    {
        RolloutCommandResult result = null!;
        await _shop.PassAsync(async () => result = await give(_shop.Rollouts, _isWrongActor ? "mallory" : "ada"));
        Must(!_isWrongActor || !result.IsAccepted, "Somebody who is no operator was obeyed.");
        Must(result.Sentence.Length > 0, "There is no sentence.");
        return result;
    }

    private async Task TradeAsync(double baselineFailures, double candidateFailures, TimeSpan? candidateTakes)
    {
        for (int i = 0; i < 60; i++)
        {
            long shopper = _shop.Shop.NextShopper++;
            Decision decision = _shop.Shop.Gate.Decide(Shop.Flag, new EvaluationContext("shopper-" + shopper));
            double draw = (double)unchecked((ulong)shopper * 0x9E3779B97F4A7C15UL) / ulong.MaxValue;
            TimeSpan takes = decision.IsEnabled ? candidateTakes ?? default : TimeSpan.FromMilliseconds(50);
            if (candidateTakes is not null)
            {
                decision.Record(draw < (decision.IsEnabled ? candidateFailures : baselineFailures) ? Outcome.Failure(takes) : Outcome.Success(takes));
            }
        }

        await TickAsync();
        Must(
            _shop.Progress.Status is not (RolloutStatus.Running or RolloutStatus.Holding or RolloutStatus.AwaitingApproval)
            || !_shop.Progress.Readings.Any(static reading => reading is { Guard: "errors", Verdict: GuardVerdict.Breach } && reading.Log >= reading.LogLimit),
            "A breach was seen, and nothing was done.");
    }

    /// <summary>Checks one snapshot against the journal of afterwards: what was answered late may raise exposure at any moment, and then the journal held it before.</summary>
    private void Check()
    {
        FeatureSnapshot snapshot = _shop.Shop.Gate.Current;
        bool isKilled = _shop.Shop.Gate.Status.Kills.Count > 0;
        RolloutExposure? exposed = snapshot.Content.Exposures.SingleOrDefault();
        HashSet<int> served = [.. Enumerable.Range(0, 400).Where(i => snapshot.Decide(Shop.Flag, new EvaluationContext("subject-" + i)).IsEnabled)];
        RolloutJournal journal = _shop.Kept;
        Must(journal.Damage is null, journal.Damage?.Sentence ?? "");
        CheckExposure(RolloutState.Replay(Shop.Flag, journal.Entries), exposed, served, isKilled);
        CheckCohort(exposed, served, isKilled);
        CheckAdvances(journal);
    }

    private void CheckExposure(RolloutState kept, RolloutExposure? exposed, HashSet<int> served, bool isKilled)
    {
        decimal percent = PercentOf(exposed);
        Must(percent <= Exposures.PercentOf(_shop.Progress.Plan, kept), $"{percent} % are exposed, and the journal holds {kept.Position}.");
        Must(!isKilled || served.Count == 0, "A killed flag serves its candidate.");
        Must(_shop.Progress.Status is not (RolloutStatus.RolledBack or RolloutStatus.Aborted or RolloutStatus.Draft) || served.Count == 0, "Not everybody has the baseline.");
        Must(exposed is null || exposed.Attempt != _takenBack, "An attempt that was taken back is exposed again.");
        Must(percent > 0 || served.Count == 0, "Somebody has the candidate, and nobody should.");
        if (!isKilled && exposed is not null)
        {
            (int, decimal) share = (exposed.Attempt, percent);
            Must(Math.Abs((served.Count / 400.0) - ((double)percent / 100)) < .09, $"{served.Count} of 400 are served, at {percent} %.");
            Must(_cohorts.TryAdd(share, served) || _cohorts[share].SetEquals(served), "The cohort of a share changed.");
        }
    }

    private static decimal PercentOf(RolloutExposure? exposed) =>
        exposed is null ? 0 : exposed.IsEverything ? 100 : Math.Round(100m * exposed.Bound / (1m + ulong.MaxValue), 6);

    private void CheckCohort(RolloutExposure? exposed, HashSet<int> served, bool isKilled)
    {
        bool hasFallen = isKilled || exposed is null || exposed.Attempt != _before?.Attempt || exposed.Stage < _before.Stage;
        Must(hasFallen || _served.IsSubsetOf(served), "Somebody left the candidate's cohort though the share did not fall.");
        _served = served;
        _before = exposed;
    }

    /// <summary>The rollout itself advances on verdicts that are known alone; and never from a breach or out of a hold.</summary>
    private void CheckAdvances(RolloutJournal journal)
    {
        foreach (RolloutJournalEntry entry in journal.Entries)
        {
            bool advances = entry is { Kind: RolloutEntryKind.Advance or RolloutEntryKind.Complete, Actor: "rollout" };
            Must(!advances || entry.Verdicts.All(static verdict => verdict.Verdict >= GuardVerdict.Healthy), $"It advanced on {string.Join(", ", entry.Verdicts.Select(static verdict => verdict.Verdict))}.");
            Must(!advances || entry.From.Status is RolloutStatus.Running or RolloutStatus.AwaitingApproval, "It advanced out of a hold.");
        }
    }

    private void Must(bool holds, string sentence) => Assert.True(holds, holds ? "" : $"{sentence} After: {string.Join(", ", _trace)}.");
}
