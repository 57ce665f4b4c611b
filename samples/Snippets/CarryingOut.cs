using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModularRollout;
using ModularRollout.Rollouts;
using ModularRollout.Rollouts.Journal;
using ModularRollout.Rollouts.Plans;

namespace Snippets;

/// <summary>The code about rollouts in a host: their parts, and commands.</summary>
public static class CarryingOut
{
    public static void Register(IHostApplicationBuilder host)
    {
        #region rollout-hosting
        host.Services
            .AddModularRollout(flags => flags
                .AddJsonFile("flags.json")
                .UseFileRolloutStore("state/rollouts")
                .AddRolloutProbe<CheckoutProbe>()
                .AddRolloutListener<ChatListener>()
                .UseRolloutAuthorizer<TeamAuthorizer>()
                .Configure(options => options.Rollouts.MaxConcurrentPerSystem = 2))
            .AddHosting();
        #endregion
    }

    public static void RegisterKeyed(IServiceCollection services)
    {
        #region rollout-keyed
        services.AddKeyedModularRollout("shop", flags => flags.AddJsonFile("shop.json").UseFileRolloutStore("state/shop")).AddHosting();
        services.AddKeyedModularRollout("billing", flags => flags.AddJsonFile("billing.json").UseFileRolloutStore("state/billing"));
        #endregion
    }

    public static async Task CommandAsync(FeatureGate gate)
    {
        #region rollout-commands
        RolloutController rollouts = gate.Rollouts;

        RolloutCommandResult started = await rollouts.StartAsync("checkout.one-page", actor: "ada", reason: "Release 4.2");
        Console.WriteLine(started.Sentence);

        RolloutProgress? progress = rollouts.Find("checkout.one-page");
        Console.WriteLine($"{progress?.Status} at {progress?.SharePercent} %, waits: {string.Join(" ", progress?.Waits ?? [])}");

        await rollouts.ApproveAsync("checkout.one-page", group: "security", actor: "bob", reason: "Reviewed, SEC-17");
        await rollouts.RollBackAsync("checkout.one-page", actor: "ada", reason: "Support reports empty baskets");
        #endregion
    }

    public static void Look(FeatureGate gate)
    {
        #region rollout-end
        RolloutEnd? end = gate.Rollouts.Find("checkout.one-page")?.End;
        Console.WriteLine(end); // RolledBack on 2026-11-22 03:04:10Z in stage `quarter` at 25 %, by rollout: Guard `errors` reached its limit. ...

        foreach (GuardReading reading in end?.Readings ?? [])
        {
            Console.WriteLine($"{reading.Guard}: {reading.Verdict}, {reading.CandidateEvents} of {reading.CandidateOutcomes} with the candidate, {reading.BaselineEvents} of {reading.BaselineOutcomes} without");
        }
        #endregion
    }

    public static async Task GoOnAsync(RolloutController rollouts)
    {
        #region further-rollout
        RolloutPlan? next = rollouts.Find("checkout.one-page")?.NextPlan; // in force, and goes on from what completed
        if (next is not null)
        {
            RolloutCommandResult further = await rollouts.RestartAsync("checkout.one-page", actor: "ada", reason: $"Release 4.3, {next.Candidate}");
            Console.WriteLine(further.Sentence); // Restart: the rollout is Running. Everybody keeps `v2`, and `v3` starts at stage `canary`.
        }
        #endregion
    }

    #region inject-rollouts
    public sealed class RolloutPage(RolloutController rollouts)
    {
        public IEnumerable<string> Lines() => rollouts.List().Select(progress => $"{progress.Flag}: {progress.Status} at {progress.SharePercent} %");
    }

    public sealed class BillingPage([FromKeyedServices("billing")] RolloutController rollouts)
    {
        public Task<RolloutCommandResult> PauseAsync(string user, string why) => rollouts.PauseAsync("invoices.v2", user, why);
    }
    #endregion
}

#region rollout-listener
public sealed class ChatListener(HttpClient http) : IRolloutListener
{
    private static readonly Uri s_room = new("https://chat.shop.example/hooks/releases");

    public string Name => "chat";

    public async ValueTask NotifyAsync(RolloutJournalEntry entry, IReadOnlyList<string> escalateTo, CancellationToken cancellationToken)
    {
        string whom = string.Concat(escalateTo.Select(name => $"@{name} ")); // empty, unless somebody has to act
        string text = $"{whom}{entry.Flag}: {entry.Kind} by {entry.Actor}. {entry.Reason}";
        using HttpResponseMessage response = await http.PostAsJsonAsync(s_room, new { text }, cancellationToken);
        response.EnsureSuccessStatusCode(); // throws: the notice is tried again
    }
}
#endregion

#region rollout-probe
public sealed class CheckoutProbe(IFeatureGate gate, CheckoutFlow checkout) : IRolloutProbe
{
    public string Name => "checkout-smoke"; // as the plan calls it

    public async ValueTask<string?> ProbeAsync(string flag, EvaluationContext context, CancellationToken cancellationToken)
    {
        string page = gate.IsEnabled(flag, context) ? "one-page" : "three-step"; // the context forces the candidate
        decimal total = await checkout.BuyAsync(page, "test-article", cancellationToken);
        return total == 12.50m ? null : $"A basket of 12.50 costs {total}.";
    }
}
#endregion

#region rollout-authorizer
public sealed class TeamAuthorizer(ITeams teams) : IRolloutAuthorizer
{
    public bool MayCommand(RolloutCommandKind command, string flag, IReadOnlyList<string> operators, string actor) => command switch
    {
        RolloutCommandKind.RollBack or RolloutCommandKind.Kill => teams.Has("everybody", actor),
        RolloutCommandKind.Approve => true, // the group is asked below
        _ => operators.Any(name => name == actor || teams.Has(name, actor)),
    };

    public bool IsMember(string actor, string group) => teams.Has(group, actor);
}
#endregion

/// <summary>Who is in which team, from memory.</summary>
public interface ITeams
{
    bool Has(string team, string member);
}

/// <summary>The checkout that the probe tries.</summary>
public sealed class CheckoutFlow
{
    public Task<decimal> BuyAsync(string page, string article, CancellationToken cancellationToken) =>
        Task.FromResult(page.Length > 0 && article.Length > 0 && !cancellationToken.IsCancellationRequested ? 12.50m : 0);
}
