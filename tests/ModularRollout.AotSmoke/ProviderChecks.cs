using Microsoft.Extensions.DependencyInjection;
using ModularRollout.Providers;

namespace ModularRollout.AotSmoke;

/// <summary>Providers, publishing, kills and the container.</summary>
internal static class ProviderChecks
{
    public static async Task RunAsync()
    {
        string path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, Document.Utf8.ToArray());
        await StartAsync(path);
        await ResolveAsync(path);
        File.Delete(path);
    }

    private static async Task StartAsync(string path)
    {
        var memory = new InMemoryFlagProvider("memory");
        memory.Update("""{ "flags": { "old": { "otherwise": { "serve": "on" } } } }""");
        await using FeatureGate gate = await FeatureGate.StartAsync([new JsonFileFlagProvider(path), memory]);

        Check.True("the later layer wins", gate.IsEnabled("old", default));
        Check.Equal("file", 2500, gate.Get(new FlagKey<int>("limit", 0), default));

        await gate.KillAsync("payments", "smoke", "to see it");
        Check.Equal("killed", DecisionReason.Disabled, gate.Decide("payments", default).Reason);
        Check.Equal("prerequisite killed", DecisionReason.PrerequisiteFailed, gate.Decide("checkout", new EvaluationContext("user-7")).Reason);
        await gate.ReviveAsync("payments", "smoke", "seen");
        Check.True("revived", gate.IsEnabled("payments", default));
    }

    private static async Task ResolveAsync(string path)
    {
        var services = new ServiceCollection();
        services.AddModularRollout(rollout => rollout.AddJsonFile(path).WithAmbient("region", "eu"));
        await using ServiceProvider container = services.BuildServiceProvider();
        FeatureGate gate = container.GetRequiredService<FeatureGate>();
        Check.Equal("not started", DecisionError.NotReady, gate.Decide("payments", default).Error);

        await gate.StartAsync();
        Check.True("resolved", container.GetRequiredService<IFeatureGate>().IsEnabled("payments", default));
    }
}
