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
        if (_loop.Board.Find(flag) is not { Plan: { } plan } run)
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

        RolloutEvidence evidence = _loop.Observe(run);
        RolloutStep step = command.Kind == RolloutCommandKind.Adopt
            ? AdoptRules.Adopt(plan, run.State, run.Definition, command)
            : CommandRules.Decide(plan, run.State, evidence, command, _clock.GetUtcNow());
        if (step.Move is not { } move)
        {
            return await RefuseAsync(run, command, step.Waits, progress, cancellationToken).ConfigureAwait(false);
        }

        (bool isInEffect, bool isJournalled) = await _loop.Transitions.MakeAsync(run, move, command.Actor, evidence, cancellationToken).ConfigureAwait(false);
        return new RolloutCommandResult(
            isInEffect, isInEffect ? $"{command.Kind}: the rollout is {run.State.Status}." : run.Keeper.Error ?? "Something else happened first; look again.", isJournalled, progress(run));
    }

    private string? ForbidsActor(RolloutRun run, RolloutCommand command)
    {
        try
        {
            IReadOnlyList<string> operators = run.Definition?.Operators ?? [];
            if (!_options.Authorizer.MayCommand(command.Kind, run.Flag, operators, command.Actor))
            {
                return operators.Count == 0 ? $"`{command.Actor}` may not {command.Kind}." : $"`{command.Actor}` may not {command.Kind}: the operators are {string.Join(", ", operators)}.";
            }

            return command.Kind != RolloutCommandKind.Approve || _options.Authorizer.IsMember(command.Actor, command.Argument!)
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

    /// <summary>Says why this process takes no commands for a rollout; <see langword="null"/> where it does.</summary>
    public string? ForbidsState(RolloutRun run)
    {
        if (!_loop.IsControlling)
        {
            return _loop.Holder is { } holder
                ? $"Process `{holder}` controls the rollouts; ask it, or turn the flag's kill switch."
                : _loop.Error ?? "This process has not taken control of the rollouts yet; take a step, or wait for one.";
        }

        return run.Damage ?? (run.Keeper.IsRead ? null : run.Keeper.Error ?? "The journal has not been read yet.");
    }

    private async Task<RolloutCommandResult> TurnAsync(
        RolloutRun run, RolloutCommand command, Func<RolloutRun, RolloutProgress?> progress, CancellationToken cancellationToken)
    {
        bool isKill = command.Kind == RolloutCommandKind.Kill;
        try
        {
            FlagKillResult result = await _host.TurnAsync(run.Flag, isKill, command.Actor, command.Reason, cancellationToken).ConfigureAwait(false);
            bool isJournalled = _loop.IsControlling
                && await _loop.Transitions.NoteAsync(run, isKill ? RolloutEntryKind.Kill : RolloutEntryKind.Revive, command.Actor, command.Reason, null, cancellationToken).ConfigureAwait(false);
            string sentence = !result.IsChanged ? "The kill switch stood so already." : isKill ? "The flag is killed: everybody gets its `off` variant." : "The flag is revived.";
            return new RolloutCommandResult(true, sentence, isJournalled, progress(run));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return new RolloutCommandResult(false, $"The kill file failed: {exception.Message}", false, progress(run));
        }
    }

    private async Task<RolloutCommandResult> RefuseAsync(
        RolloutRun run, RolloutCommand command, IReadOnlyList<string> why, Func<RolloutRun, RolloutProgress?> progress, CancellationToken cancellationToken)
    {
        string sentence = string.Join(' ', why);
        bool isJournalled = _loop.IsControlling && run.Keeper.IsRead && run.Damage is null
            && await _loop.Transitions.NoteAsync(run, RolloutEntryKind.Refuse, command.Actor, sentence, command.Kind.ToString(), cancellationToken).ConfigureAwait(false);
        return new RolloutCommandResult(false, sentence, isJournalled, progress(run));
    }
}
