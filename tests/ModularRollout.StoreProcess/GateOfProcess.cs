using System.Globalization;
using System.Text;
using ModularRollout;
using ModularRollout.Providers;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Stores;

/// <summary>A whole gate of this process, on virtual time, with subjects of its own.</summary>
internal sealed class GateOfProcess : IAsyncDisposable
{
    private const string Flag = "checkout";

    private static readonly byte[] s_definition = """
        { "flags": { "checkout": { "owner": "shop", "otherwise": { "serve": "off" }, "rollout": {
            "candidate": "on", "baseline": "off", "settle": "10s", "minOutcomes": 10,
            "stages": [ { "name": "quarter", "percent": 25, "dwell": "5m" }, { "name": "full", "percent": 100, "dwell": "5m" } ],
            "guards": [ { "name": "errors", "events": "errors", "noMoreThan": { "timesBaseline": 1 } } ] } } } }
        """u8.ToArray();

    private readonly FeatureGate _gate;
    private readonly ProcessClock _clock;
    private readonly string _name;
    private int _subject;

    private GateOfProcess(FeatureGate gate, ProcessClock clock, string name)
    {
        _gate = gate;
        _clock = clock;
        _name = name;
    }

    public static async Task<GateOfProcess> OpenAsync(IRolloutStore store, string name)
    {
        var clock = new ProcessClock();
        var options = new FeatureGateOptions { TimeProvider = clock, FreshWithin = TimeSpan.FromDays(7) };
        options.Rollouts.Store = store;
        options.Rollouts.Instance = name;
        options.Rollouts.RunsByItself = false;
        var flags = new InMemoryFlagProvider("shop");
        flags.Update(s_definition);
        return new GateOfProcess(await FeatureGate.StartAsync([flags], options), clock, name);
    }

    public async Task<string> AnswerAsync(string[] words) => words[0] switch
    {
        "start" => Sentence(await _gate.Rollouts.StartAsync(Flag, _name, "release day")),
        "rollback" => Sentence(await _gate.Rollouts.RollBackAsync(Flag, _name, "enough")),
        "step" => await StepAsync(),
        "trade" => await TradeAsync(Number(words[1]), Number(words[2]), Number(words[3])),
        "served" => Served(Number(words[1])),
        "status" => Status(),
        _ => $"'{words[0]}' is no command.",
    };

    public ValueTask DisposeAsync() => _gate.DisposeAsync();

    private static string Sentence(RolloutCommandResult result) => $"{(result.IsAccepted ? "accepted" : "refused")}: {result.Sentence}";

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    private async Task<string> StepAsync()
    {
        _clock.Pass(TimeSpan.FromSeconds(10));
        await _gate.Rollouts.StepAsync();
        return "stepped";
    }

    /// <summary>Looks so often, each time after so many subjects, of which so many in a hundred fail with the candidate.</summary>
    private async Task<string> TradeAsync(int looks, int subjects, int failures)
    {
        for (int look = 0; look < looks; look++)
        {
            for (int i = 0; i < subjects; i++)
            {
                int subject = _subject++;
                Decision decision = _gate.Decide(Flag, new EvaluationContext($"{_name}-{subject}"));
                bool fails = subject % 100 < (decision.IsEnabled ? failures : 1);
                decision.Record(fails ? Outcome.Failure(TimeSpan.FromMilliseconds(50)) : Outcome.Success(TimeSpan.FromMilliseconds(50)));
            }

            await StepAsync();
        }

        return "traded";
    }

    /// <summary>Says of each of so many subjects whether it gets the candidate.</summary>
    private string Served(int subjects)
    {
        var served = new StringBuilder(subjects);
        for (int i = 0; i < subjects; i++)
        {
            served.Append(_gate.Current.Decide(Flag, new EvaluationContext($"subject-{i}")).IsEnabled ? '1' : '0');
        }

        return served.ToString();
    }

    private string Status()
    {
        RolloutProgress progress = _gate.Rollouts.Find(Flag)!;
        long outcomes = progress.CandidateOutcomes + progress.BaselineOutcomes;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(_gate.Rollouts.IsControlling ? "controls" : "follows")} {progress.Status} {progress.Stage?.Name ?? "-"} dwell {progress.Dwell.TotalSeconds} outcomes {outcomes} {progress.Damage}").TrimEnd();
    }
}
