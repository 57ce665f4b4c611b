using Microsoft.Extensions.Logging;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Rollouts.Control;

/// <summary>Carries out what operators want: asks who may, asks the rules, makes the transition, and journals refusals.</summary>
internal sealed class RolloutCommands
{
    private readonly RolloutLoop _loop;
    private readonly IRolloutHost _host;
    private readonly RolloutOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    public RolloutCommands(RolloutLoop loop, IRolloutHost host, RolloutOptions options, TimeProvider clock, ILogger logger)
    {
        _loop = loop;
        _host = host;
        _options = options;
        _clock = clock;
        _logger = logger;
    }

    public async Task<RolloutCommandResult> GiveAsync(
        string flag, RolloutCommand command, Func<RolloutRun, RolloutProgress?> progress, CancellationToken cancellationToken)
    {
        _loop.Board.Define();
        if (_loop.Board.Find(flag) is not { Plan: not null } run)
        {
            return new RolloutCommandResult(false, $"Flag `{flag}` has no rollout.", false, null);
        }

        if (ForbidsActor(run, command) is { } forbidden)
        {
            return await RefuseAsync(run, command, [forbidden], progress, cancellationToken).ConfigureAwait(false);
        }

        if (command.Kind is RolloutCommandKind.Kill or RolloutCommandKind.Revive)
        {
            return await TurnAsync(run, command, progress, cancellationToken).ConfigureAwait(false);
        }

        if (ForbidsState(run) is { } impossible)
        {
            return new RolloutCommandResult(false, impossible, false, progress(run));
        }

        if (command.Kind is RolloutCommandKind.Start or RolloutCommandKind.Restart)
        {
            await _loop.ProbeAsync(run).ConfigureAwait(false);
        }

        return await MakeAsync(run, command, progress, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RolloutCommandResult> MakeAsync(
        RolloutRun run, RolloutCommand command, Func<RolloutRun, RolloutProgress?> progress, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        var decision = new RolloutDecision(command.Actor, () => _loop.Observe(run), (plan, state, evidence) => command.Kind == RolloutCommandKind.Adopt
            ? AdoptRules.Adopt(plan, state, run.Definition, command)
            : CommandRules.Decide(plan, state, evidence, command, now));
        RolloutTransition made = await _loop.Transitions.MakeAsync(run, decision, _options.LookEvery, cancellationToken).ConfigureAwait(false);
        if (made.Step.Move is null)
        {
            return await RefuseAsync(run, command, made.Step.Waits, progress, cancellationToken).ConfigureAwait(false);
        }

        await _loop.Reports.WriteAsync(run, _options.LookEvery, cancellationToken).ConfigureAwait(false);
        string effect = made.Step.Move.Effect is { } more ? " " + more : "";
        return new RolloutCommandResult(
            made.IsInEffect, made.IsInEffect ? $"{command.Kind}: the rollout is {run.State.Status}.{effect}" : NotRaised(run), made.IsJournalled, progress(run));
    }

    private static string NotRaised(RolloutRun run) => run.Rising is not null
        ? "The store has not answered yet. Nothing is exposed unless it accepts the entry after all."
        : run.Keeper.Error ?? "Something else happened first; look again.";

    private string? ForbidsActor(RolloutRun run, RolloutCommand command)
    {
        try
        {
            IReadOnlyList<string> operators = run.Definition?.Operators ?? [];
            if (!Ask(() => _options.Authorizer.MayCommand(command.Kind, run.Flag, operators, command.Actor)))
            {
                return operators.Count == 0 ? $"`{command.Actor}` may not {command.Kind}." : $"`{command.Actor}` may not {command.Kind}: the operators are {string.Join(", ", operators)}.";
            }

            return command.Kind != RolloutCommandKind.Approve || Ask(() => _options.Authorizer.IsMember(command.Actor, command.Argument!))
                ? null
                : $"`{command.Actor}` is not in the group `{command.Argument}`.";
        }
        catch (Exception exception)
        {
            // Taking back must not depend on a directory.
            Log.AuthorizerFailed(_logger, exception, run.Flag);
            return command.Kind is RolloutCommandKind.Kill or RolloutCommandKind.RollBack ? null : $"Who may {command.Kind} could not be found out: {exception.Message}";
        }
    }

    /// <summary>Asks the authorizer, one of the application's on a thread of its own so that it does not keep a rollback if it hangs: what is lowered is lowered before the caller has its task.</summary>
    private bool Ask(Func<bool> question)
    {
        if (_options.Authorizer is OperatorAuthorizer)
        {
            return question(); // looks into lists, and a thread takes longer to start than all else of a rollback
        }

        var answer = Task.Factory.StartNew(question, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return Task.WaitAny([answer], Patience.OfCallers) == 0
            ? answer.GetAwaiter().GetResult()
            : throw new TimeoutException($"The authorizer did not answer within {Sentences.Of(Patience.OfCallers)}.");
    }

    /// <summary>Says why this process takes no commands for a rollout; <see langword="null"/> where it does.</summary>
    public string? ForbidsState(RolloutRun run)
    {
        if (!_loop.IsControlling)
        {
            return _loop.Holder is { } holder
                ? $"Process `{holder}` controls the rollouts; ask it, or turn the flag's kill switch."
                : _loop.Error ?? "This process has not taken control of the rollouts yet; take a step, or wait for one.";
        }

        return run.IsKnown ? null : run.Damage ?? run.Keeper.Error ?? run.Saved.ReadError ?? "The journal has not been read yet.";
    }

    private async Task<RolloutCommandResult> TurnAsync(
        RolloutRun run, RolloutCommand command, Func<RolloutRun, RolloutProgress?> progress, CancellationToken cancellationToken)
    {
        bool isKill = command.Kind == RolloutCommandKind.Kill;
        try
        {
            // When the call returns the kill is in effect, whatever becomes of its file.
            ValueTask<FlagKillResult> turning = _host.TurnAsync(run.Flag, isKill, command.Actor, command.Reason, CancellationToken.None);
            Task<bool> noting = isKill ? NoteTurnAsync(run, command, cancellationToken) : Task.FromResult(false);
            FlagKillResult result = await turning.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
            bool isJournalled = await (isKill ? noting : NoteTurnAsync(run, command, cancellationToken)).ConfigureAwait(false);
            return new RolloutCommandResult(true, Sentences.OfSwitch(isKill, result, _loop.IsControlling), isJournalled, progress(run));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return new RolloutCommandResult(false, $"The kill file failed: {exception.Message}", false, progress(run));
        }
    }

    private Task<bool> NoteTurnAsync(RolloutRun run, RolloutCommand command, CancellationToken cancellationToken) => _loop.IsControlling
        ? NoteAsync(run, command.Kind == RolloutCommandKind.Kill ? RolloutEntryKind.Kill : RolloutEntryKind.Revive, command, command.Reason, null, cancellationToken)
        : Task.FromResult(false);

    private async Task<RolloutCommandResult> RefuseAsync(
        RolloutRun run, RolloutCommand command, IReadOnlyList<string> why, Func<RolloutRun, RolloutProgress?> progress, CancellationToken cancellationToken)
    {
        string sentence = string.Join(' ', why);
        bool isJournalled = _loop.IsControlling && run.IsKnown
            && await NoteAsync(run, RolloutEntryKind.Refuse, command, sentence, command.Kind.ToString(), cancellationToken).ConfigureAwait(false);
        return new RolloutCommandResult(false, sentence, isJournalled, progress(run));
    }

    private Task<bool> NoteAsync(RolloutRun run, RolloutEntryKind kind, RolloutCommand command, string reason, string? detail, CancellationToken cancellationToken) =>
        _loop.Transitions.NoteAsync(run, kind, command.Actor, reason, detail, _options.LookEvery, cancellationToken);
}
