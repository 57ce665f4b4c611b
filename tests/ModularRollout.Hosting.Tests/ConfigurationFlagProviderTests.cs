using System.Text;
using Microsoft.Extensions.Configuration;

namespace ModularRollout.Hosting.Tests;

public sealed class ConfigurationFlagProviderTests
{
    private const string Document = """
        {
          "Features": {
            "segments": { "staff": { "attribute": "email", "endsWith": ["@shop.example"] } },
            "flags": {
              "checkout.new-flow": {
                "description": "true", "owner": "7", "kind": "experiment", "permanent": true, "tags": ["1", "two"],
                "variants": { "on": true, "off": false },
                "targets": { "on": ["7", "user-8"] },
                "requires": [ { "flag": "payments", "is": ["on"] } ],
                "rules": [
                  { "name": "1", "when": { "any": [ { "segment": "staff" }, { "all": [ { "attribute": "level", "in": [1, 2.5] }, { "not": { "attribute": "x", "exists": true } } ] } ] }, "serve": "on" },
                  { "when": { "attribute": "country", "ignoreCase": true, "in": ["at", "true-ish"] }, "split": { "salt": "12", "weights": { "on": 33.3, "off": 66.7 } } }
                ],
                "otherwise": { "serve": "off" }
              },
              "payments": { "enabled": true, "otherwise": { "serve": "on" } },
              "limits": { "variants": { "small": { "rows": [1, 2], "name": "s" }, "large": { "rows": [3], "name": "l" } }, "off": "small" },
              "ratio": { "variants": { "0": 1, "1": 2.5 }, "off": "0", "otherwise": { "serve": "1" } },
              "text": { "variants": { "a": "\"5\"", "b": "x" }, "off": "a", "requires": [] }
            }
          }
        }
        """;

    [Fact]
    public async Task FetchAsync_SectionHoldsAWholeDocument_ReadsWithoutErrorsAndDecides()
    {
        await using FeatureGate gate = await FeatureGate.StartAsync([new ConfigurationFlagProvider(Json(Document).GetSection("Features"))]);

        Assert.DoesNotContain(gate.Status.Layers[0].Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal("Features", gate.Status.Layers[0].Name);
        Assert.True(gate.IsEnabled("checkout.new-flow", new EvaluationContext("7")));
        Assert.Equal("1", gate.Decide("checkout.new-flow", EvaluationContext.For("u").With("level", 2.5).Build()).Rule);
        Assert.Equal(DecisionReason.Split, gate.Decide("checkout.new-flow", EvaluationContext.For("u").With("country", "AT").Build()).Reason);
        Assert.Equal(2.5, gate.Decide("ratio", default).Get(0.0));
        Assert.Equal("5", gate.Decide("text", default).Get(""));
    }

    [Fact]
    public async Task FetchAsync_LaterSourceOverridesAFlagByName_OthersStay()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddJsonStream(Stream("""{"flags":{"b":{"enabled":true,"otherwise":{"serve":"on"} },"a":{"otherwise":{"serve":"off"} } } }"""))
            .AddJsonStream(Stream("""{"flags":{"a":{"otherwise":{"serve":"on"} } } }"""))
            .Build();

        await using FeatureGate gate = await FeatureGate.StartAsync([new ConfigurationFlagProvider(configuration)]);

        Assert.True(gate.IsEnabled("a", default));
        Assert.True(gate.IsEnabled("b", default));
        Assert.Equal("configuration", gate.Status.Layers[0].Name);
    }

    [Fact]
    public async Task FetchAsync_ConfigurationIsReloaded_DeliversTheChange()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["flags:a:otherwise:serve"] = "off" }).Build();
        await using FeatureGate gate = await FeatureGate.StartAsync([new ConfigurationFlagProvider(configuration)]);
        Assert.False(gate.IsEnabled("a", default));

        configuration["flags:a:otherwise:serve"] = "on";
        configuration.Reload();

        await Eventually.True(() => gate.IsEnabled("a", default));
    }

    [Theory]
    [InlineData("flags:a:enabled", "maybe")]
    [InlineData("flags:a:nonsense", "1")]
    [InlineData("flags", "text")]
    [InlineData("flags:a:rules:0:split:weights:on", "much")]
    public async Task FetchAsync_SectionIsWrong_IsRefusedWithDiagnostics(string key, string value)
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }).Build();

        DefinitionException exception = await Assert.ThrowsAsync<DefinitionException>(
            () => FeatureGate.StartAsync([new ConfigurationFlagProvider(configuration)]).AsTask());

        Assert.Contains(exception.Diagnostics, diagnostic => diagnostic.Path.StartsWith("flags", StringComparison.Ordinal));
    }

    private static IConfigurationRoot Json(string json) => new ConfigurationBuilder().AddJsonStream(Stream(json)).Build();

    private static MemoryStream Stream(string json) => new(Encoding.UTF8.GetBytes(json));
}
