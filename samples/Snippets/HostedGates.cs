using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModularRollout;

namespace Snippets;

/// <summary>The code of docs/hosting.md.</summary>
public static class HostedGates
{
    public static void Register(IHostApplicationBuilder host)
    {
        #region hosting
        host.Services
            .AddModularRollout(flags => flags
                .AddJsonFile("flags.json")
                .AddConfiguration(host.Configuration.GetSection("Flags"))
                .WithAmbient("environment", host.Environment.EnvironmentName)
                .Configure(options => options.KillFile = "state/kills.json"))
            .AddHosting();

        host.Services.AddHealthChecks().AddModularRollout();
        #endregion
    }

    public static void RegisterKeyed(IServiceCollection services)
    {
        #region keyed
        services.AddKeyedModularRollout("shop", flags => flags.AddJsonFile("shop.json")).AddHosting();
        services.AddKeyedModularRollout("billing", flags => flags.AddJsonFile("billing.json"));
        #endregion
    }

    #region inject
    public sealed class Checkout(IFeatureGate gate)
    {
        public string PageFor(in EvaluationContext user) => gate.IsEnabled(Flags.OnePageCheckout, user) ? "one-page" : "three-step";
    }

    public sealed class Invoices([FromKeyedServices("billing")] IFeatureGate gate)
    {
        public bool MayExport(in EvaluationContext user) => gate.IsEnabled("exports.pdf", user);
    }
    #endregion
}
