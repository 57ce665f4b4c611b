using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ModularRollout.Tests.Decisions;

/// <summary>A gate with one flag of each kind, whose flags' names begin with a prefix: the activity source is shared by all tests of the process.</summary>
internal sealed class TelemetryGate : IDisposable
{
    private const string Document = """
        {
          "schemaVersion": 1,
          "flags": {
            "P.constant":   { "variants": { "on": true, "off": false }, "otherwise": { "serve": "on" } },
            "P.disabled":   { "variants": { "on": true, "off": false }, "enabled": false, "otherwise": { "serve": "on" } },
            "P.text":       { "variants": { "blue": "#00f", "off": "#000" }, "off": "off", "otherwise": { "serve": "blue" } },
            "P.number":     { "variants": { "many": 40, "off": 1.5 }, "off": "off", "otherwise": { "serve": "many" } },
            "P.object":     { "variants": { "wide": { "width": 7 }, "off": { "width": 0 } }, "off": "off", "otherwise": { "serve": "wide" } },
            "P.split":      { "variants": { "on": true, "off": false }, "otherwise": { "split": { "weights": { "on": 50, "off": 50 } } } },
            "P.weights":    { "variants": { "a": "A", "b": "B", "off": "O" }, "off": "off",
                              "otherwise": { "split": { "weights": { "a": 30, "b": 30, "off": 40 } } } },
            "P.rules":      { "variants": { "on": true, "off": false }, "targets": { "on": ["user-7"] },
                              "rules": [ { "name": "swiss", "when": { "attribute": "country", "in": ["CH"] }, "serve": "on" },
                                         { "name": "austria", "when": { "attribute": "country", "in": ["AT"] },
                                           "split": { "weights": { "on": 50, "off": 50 } } } ],
                              "otherwise": { "serve": "off" } },
            "P.dated":      { "variants": { "on": true, "off": false },
                              "rules": [ { "name": "late", "when": { "attribute": "$now", "after": "2026-11-22T12:00:00Z" }, "serve": "on" } ],
                              "otherwise": { "serve": "off" } },
            "P.requires":   { "variants": { "on": true, "off": false }, "requires": [ { "flag": "P.rules", "is": ["on"] } ],
                              "otherwise": { "serve": "on" } }
          }
        }
        """;

    public TelemetryGate(string prefix, Action<DecisionTelemetryOptions>? configure = null, ILogger? logger = null)
    {
        Prefix = prefix;
        var options = new FeatureGateOptions { TimeProvider = Clock, LoggerFactory = logger is null ? null : new OneLogger(logger) };
        options.Telemetry.SetId = prefix;
        configure?.Invoke(options.Telemetry);
        Gate = FeatureGate.FromJson(Encoding.UTF8.GetBytes(Document.Replace("P.", prefix + ".", StringComparison.Ordinal)), options);
    }

    public string Prefix { get; }

    public FeatureGate Gate { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));

    public Decision Decide(string flag, in EvaluationContext context) => Gate.Decide($"{Prefix}.{flag}", context);

    public string Name(string flag) => $"{Prefix}.{flag}";

    public void Dispose() => Gate.Dispose();

    private sealed class OneLogger(ILogger logger) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => logger;

        public void Dispose()
        {
        }
    }
}
