using ModularRollout.Rollouts;

namespace Storefront.Rollout;

/// <summary>The people: Ada may operate the rollout, Grace and Edsger sign for their groups.</summary>
internal sealed class Team(RolloutController rollouts)
{
    public const string Operator = "ada";

    private static readonly (string Group, string Actor, TimeSpan After, string Reason)[] s_approvers =
    [
        ("product", "grace", TimeSpan.FromMinutes(4), "The staff like it, and five percent buy as before."),
        ("security", "edsger", TimeSpan.FromMinutes(9), "The new gateway's audit is done."),
    ];

    private readonly HashSet<string> _signed = [];

    /// <summary>Gets who may do what: the plan names groups, the application knows who is in them.</summary>
    public static IRolloutAuthorizer Authorizer { get; } = new OperatorAuthorizer(new Dictionary<string, IReadOnlyList<string>>
    {
        ["team-checkout"] = [Operator],
        ["product"] = ["grace"],
        ["security"] = ["edsger"],
    });

    /// <summary>Lets people do what they would do now: they sign some minutes after they are asked.</summary>
    public async Task ActAsync(RolloutProgress progress, DateTimeOffset now, CancellationToken stop)
    {
        if (progress.Status == RolloutStatus.AwaitingApproval)
        {
            foreach ((string group, string actor, TimeSpan after, string reason) in s_approvers)
            {
                if (now - progress.Since >= after && _signed.Add(actor))
                {
                    _ = await rollouts.ApproveAsync(progress.Flag, group, actor, reason, stop);
                }
            }
        }
    }
}
