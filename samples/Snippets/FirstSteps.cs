using ModularRollout;
using ModularRollout.Providers;
using ModularRollout.Rollouts.Stores;

namespace Snippets;

/// <summary>The README's example.</summary>
public static class FirstSteps
{
    #region first-key
    private static readonly FlagKey<bool> OnePageCheckout = new("checkout.one-page", fallback: false);
    #endregion

    public static async Task RunAsync(string userId)
    {
        #region first-steps
        await using FeatureGate gate = await FeatureGate.StartAsync([new JsonFileFlagProvider("flags.json")]);

        EvaluationContext user = EvaluationContext.For(userId).With("country", "AT").With("appVersion", "2.5.1").Build();

        if (gate.IsEnabled(OnePageCheckout, user))
        {
            Console.WriteLine("the one-page checkout");
        }

        Decision decision = gate.Decide(OnePageCheckout, user);
        Console.WriteLine($"{decision.Variant}: {decision.Reason}, rule '{decision.Rule}', bucket {decision.Bucket}");
        Console.WriteLine(gate.Explain("checkout.one-page", user));
        #endregion
    }

    public static async Task RollOutAsync(EvaluationContext user, Cart cart, CancellationToken cancellationToken)
    {
        #region first-rollout
        var options = new FeatureGateOptions();
        options.Rollouts.Store = new FileRolloutStore("/var/lib/shop/rollouts"); // what happened and why; survives a crash at any byte
        await using FeatureGate gate = await FeatureGate.StartAsync([new JsonFileFlagProvider("flags.json")], options, cancellationToken);

        await gate.Rollouts.StartAsync("checkout.one-page", actor: "ada", reason: "Release 2.4.0 is on all servers.", cancellationToken);

        Receipt receipt = await gate.SwitchAsync(
            OnePageCheckout,
            user,
            cart,
            baseline: static (cart, cancel) => ThreeSteps.BuyAsync(cart, cancel),
            candidate: static (cart, cancel) => OnePage.BuyAsync(cart, cancel),
            cancellationToken);

        Console.WriteLine(gate.Rollouts.Find("checkout.one-page")!.Waits[0]); // The stage has been healthy for 12m of 30m.
        #endregion
        Console.WriteLine(receipt.Order);
    }

    public static async Task PackageAsync()
    {
        #region package
        await using FeatureGate gate = await FeatureGate.StartAsync([new JsonFileFlagProvider("flags.json")]);

        bool isOnePage = gate.IsEnabled("checkout.one-page", new EvaluationContext("user-4711"));
        #endregion
        Console.WriteLine(isOnePage);
    }
}
