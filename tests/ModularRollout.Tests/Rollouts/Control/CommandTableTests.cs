using System.Text;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Control;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace ModularRollout.Tests.Rollouts.Control;

/// <summary>The table of commands in docs/rollouts.md says what the rules do.</summary>
public sealed class CommandTableTests
{
    private static readonly RolloutPlan s_plan = RolloutPlan.Parse(Shop.Flag, Encoding.UTF8.GetBytes(Shop.Plan(
        """{ "name": "quarter", "percent": 25 }, { "name": "full", "percent": 100, "approval": { "from": ["product"] } }""")));

    [Fact]
    public void Table_EveryCommandAndStatus_IsWhatTheRulesAllow()
    {
        List<(RolloutCommandKind Command, string Statuses)> rows = Rows();

        Assert.Equal(Enum.GetValues<RolloutCommandKind>(), rows.Select(static row => row.Command).Order());
        Assert.All(rows, static row => Assert.Equal($"{row.Command}: {row.Statuses}", $"{row.Command}: {PossibleWhile(row.Command)}"));
    }

    private static List<(RolloutCommandKind Command, string Statuses)> Rows()
    {
        var rows = new List<(RolloutCommandKind, string)>();
        foreach (string line in File.ReadLines(RepositoryFiles.PathOf("docs/rollouts.md")).Where(static line => line.StartsWith("| `", StringComparison.Ordinal) && line.Contains("Async`", StringComparison.Ordinal)))
        {
            string[] cells = line.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            rows.AddRange(cells[0].Split(", ").Select(command => (Enum.Parse<RolloutCommandKind>(command.Trim('`')[..^"Async".Length]), cells[1])));
        }

        return rows;
    }

    private static string PossibleWhile(RolloutCommandKind command)
    {
        RolloutStatus[] all = Enum.GetValues<RolloutStatus>();
        RolloutStatus[] possible = command is RolloutCommandKind.Kill or RolloutCommandKind.Revive ? all : [.. all.Where(status => IsPossible(command, status))];
        return possible.Length == all.Length ? "any" : string.Join(", ", possible);
    }

    private static bool IsPossible(RolloutCommandKind kind, RolloutStatus status)
    {
        bool isExposed = status is RolloutStatus.Running or RolloutStatus.Holding or RolloutStatus.AwaitingApproval or RolloutStatus.Completed;
        RolloutState state = RolloutState.Draft(Shop.Flag) with { Attempt = 1, Position = new RolloutPosition(status, isExposed ? 0 : -1, stretch: isExposed ? 1 : 0) };
        var command = new RolloutCommand(kind, "ada", "why", "product");
        GuardReading[] readings = [new GuardReading("errors", GuardVerdict.Healthy)];
        RolloutStep step = kind == RolloutCommandKind.Adopt
            ? AdoptRules.Adopt(s_plan, state, null, command)
            : CommandRules.Decide(s_plan, state, new RolloutEvidence { Readings = readings }, command, DateTimeOffset.UnixEpoch);
        return !step.Waits.Any(static wait => wait.Contains("is not possible: the rollout is", StringComparison.Ordinal));
    }
}
