using ModularRollout;
using ModularRollout.Providers;

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

    public static async Task PackageAsync()
    {
        #region package
        await using FeatureGate gate = await FeatureGate.StartAsync([new JsonFileFlagProvider("flags.json")]);

        bool isOnePage = gate.IsEnabled("checkout.one-page", new EvaluationContext("user-4711"));
        #endregion
        Console.WriteLine(isOnePage);
    }
}
