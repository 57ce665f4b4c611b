using System.Text;
using System.Text.Json;
using ModularRollout.Definitions;
using ModularRollout.Snapshots;

namespace ModularRollout.Tests;

/// <summary>Makes what tests need: gates out of text, contexts out of values.</summary>
internal static class A
{
    /// <summary>The flag of the gates that have one.</summary>
    public const string Name = "f";

    public static FeatureGate Gate(string document) => FeatureGate.FromJson(Encoding.UTF8.GetBytes(document));

    /// <summary>Makes a gate with one flag, whose properties are given.</summary>
    public static FeatureGate Flag(string properties, string segments = "") =>
        Gate($$"""{ "segments": { {{segments}} }, "flags": { "f": { {{properties}} } } }""");

    /// <summary>Makes a gate whose one flag is on where a condition holds.</summary>
    public static FeatureGate When(string condition, string segments = "") =>
        Flag($$""" "rules": [ { "when": {{condition}}, "serve": "on" } ] """, segments);

    public static Decision Decide(this FeatureGate gate, in EvaluationContext context) => gate.Decide(Name, context);

    public static string Explain(this FeatureGate gate, in EvaluationContext context) => gate.Current.Explain(Name, context).ToString();

    public static EvaluationContext Subject(string? key) => new(key);

    public static EvaluationContext Subject(string? key, string attribute, string value) => EvaluationContext.For(key).With(attribute, value).Build();

    /// <summary>Adds an attribute that is written as a golden vector writes it.</summary>
    public static EvaluationContextBuilder With(this EvaluationContextBuilder builder, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return builder.With(name, value.GetString());
            case JsonValueKind.True:
            case JsonValueKind.False:
                return builder.With(name, value.GetBoolean());
            case JsonValueKind.Number:
                return builder.With(name, value.GetInt64());
            case JsonValueKind.Array:
                return builder.With(name, (string[])[.. value.EnumerateArray().Select(static text => text.GetString()!)]);
            default:
                JsonProperty typed = value.EnumerateObject().Single();
                return typed.Name == "double"
                    ? builder.With(name, double.Parse(typed.Value.GetString()!, System.Globalization.CultureInfo.InvariantCulture))
                    : builder.With(name, DateTimeOffset.Parse(typed.Value.GetString()!, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Gets the ambient attributes that a context's own would be.</summary>
    public static AttributeSlot[] Ambient(EvaluationContext context) => context.Attributes ?? [];

    /// <summary>Reads and compiles one layer's document.</summary>
    public static CompiledLayer Layer(this SnapshotPublisher publisher, string source, string document) =>
        publisher.Compile(new FlagPayload("1", Encoding.UTF8.GetBytes(document)), new DefinitionReadOptions { Source = source });
}
