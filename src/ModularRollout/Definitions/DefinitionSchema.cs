using System.Text.Encodings.Web;
using System.Text.Json;
using ModularRollout.Definitions.Grammar;
using ModularRollout.Definitions.Plans;

namespace ModularRollout.Definitions;

/// <summary>Writes the JSON Schema of definition documents, from the tables the reader uses.</summary>
public static class DefinitionSchema
{
    private static readonly GrammarObject[] Objects =
    [
        FlagGrammar.Flag, FlagGrammar.Prerequisite, ConditionGrammar.Condition, ConditionGrammar.Bucket, RuleGrammar.Rule, RuleGrammar.Otherwise,
        RuleGrammar.Split, PlanGrammar.Plan, PlanGrammar.Stage, PlanGrammar.Approval, HoursReader.Hours, GuardGrammar.Guard, GuardGrammar.Event, GuardGrammar.Limit,
        GuardGrammar.Proof,
    ];

    /// <summary>Gets the options to write the schema with, as it is published.</summary>
    public static JsonWriterOptions WriterOptions { get; } =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the schema, draft 2020-12.</summary>
    /// <param name="writer">Takes the schema.</param>
    public static void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);

        writer.WriteStartObject();
        writer.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        writer.WriteString("title", "ModularRollout flag definitions");
        WriteMembers(writer, DocumentGrammar.Document);
        writer.WriteStartObject("$defs");
        foreach (GrammarObject item in Objects)
        {
            writer.WriteStartObject(item.Name);
            WriteMembers(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, GrammarObject item)
    {
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        foreach (GrammarProperty property in item.Properties)
        {
            writer.WriteStartObject(property.Name);
            writer.WriteString("description", property.Description);
            WriteFragment(writer, property.Schema);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        WriteFragment(writer, """{"patternProperties":{"^x-":{}},"additionalProperties":false}""");
        WriteRequired(writer, item);
        if (item.Constraints is not null)
        {
            WriteFragment(writer, item.Constraints);
        }
    }

    private static void WriteRequired(Utf8JsonWriter writer, GrammarObject item)
    {
        bool any = false;
        foreach (GrammarProperty property in item.Properties)
        {
            if (!property.IsRequired)
            {
                continue;
            }

            if (!any)
            {
                writer.WriteStartArray("required");
                any = true;
            }

            writer.WriteStringValue(property.Name);
        }

        if (any)
        {
            writer.WriteEndArray();
        }
    }

    private static void WriteFragment(Utf8JsonWriter writer, string json)
    {
        using JsonDocument fragment = JsonDocument.Parse(json);
        foreach (JsonProperty member in fragment.RootElement.EnumerateObject())
        {
            member.WriteTo(writer);
        }
    }
}
