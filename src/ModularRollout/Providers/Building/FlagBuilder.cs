using System.Buffers;
using System.Text.Json;
using ModularRollout.Definitions;

namespace ModularRollout.Providers.Building;

/// <summary>Defines one flag in code: writes the same document that a file would hold, which the gate checks alike.</summary>
/// <remarks>A property that is set twice keeps the later value; variants, targets, rules and prerequisites add up.</remarks>
public sealed class FlagBuilder
{
    private readonly List<KeyValuePair<string, Action<Utf8JsonWriter>>> _properties = [];
    private readonly List<Action<Utf8JsonWriter>> _variants = [];
    private readonly List<Action<Utf8JsonWriter>> _requires = [];
    private readonly List<KeyValuePair<string, string[]>> _targets = [];
    private readonly List<Action<Utf8JsonWriter>> _rules = [];

    internal FlagBuilder()
    {
    }

    /// <summary>Makes the flag a boolean one: <c>on</c> is true, <c>off</c> is false.</summary>
    /// <returns>This builder.</returns>
    public FlagBuilder Boolean()
    {
        _variants.Clear();
        return Variant("on", true).Variant("off", false);
    }

    /// <summary>Adds a boolean variant.</summary>
    /// <param name="name">The variant's name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This builder.</returns>
    public FlagBuilder Variant(string name, bool value) => Add(_variants, writer => writer.WriteBoolean(name, value));

    /// <summary>Adds a text variant.</summary>
    /// <inheritdoc cref="Variant(string, bool)"/>
    public FlagBuilder Variant(string name, string value) => Add(_variants, writer => writer.WriteString(name, value));

    /// <summary>Adds a variant that is a whole number.</summary>
    /// <inheritdoc cref="Variant(string, bool)"/>
    public FlagBuilder Variant(string name, long value) => Add(_variants, writer => writer.WriteNumber(name, value));

    /// <summary>Adds a variant that is a number.</summary>
    /// <inheritdoc cref="Variant(string, bool)"/>
    public FlagBuilder Variant(string name, double value) => Add(_variants, writer => writer.WriteNumber(name, value));

    /// <summary>Adds a variant that is a decimal number.</summary>
    /// <inheritdoc cref="Variant(string, bool)"/>
    public FlagBuilder Variant(string name, decimal value) => Add(_variants, writer => writer.WriteNumber(name, value));

    /// <summary>Adds a variant that is an object or an array.</summary>
    /// <param name="name">The variant's name.</param>
    /// <param name="json">Its value as JSON text.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public FlagBuilder JsonVariant(string name, string json)
    {
        JsonElement value = JsonElement.Parse(json);
        return Add(_variants, writer =>
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        });
    }

    /// <summary>Sets the variant that is served when the flag is disabled, killed, or a prerequisite fails.</summary>
    /// <param name="variant">The variant.</param>
    /// <returns>This builder.</returns>
    public FlagBuilder Off(string variant) => Text("off", variant);

    /// <summary>Sets what the flag switches.</summary>
    /// <param name="text">The text.</param>
    /// <returns>This builder.</returns>
    public FlagBuilder Description(string text) => Text("description", text);

    /// <summary>Sets what the flag is for.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>This builder.</returns>
    public FlagBuilder Kind(FlagKind kind) => Text("kind", FlagJson.Text(kind));

    /// <summary>Sets the team that answers for the flag.</summary>
    /// <param name="team">The team.</param>
    /// <returns>This builder.</returns>
    public FlagBuilder Owner(string team) => Text("owner", team);

    /// <summary>Sets who may change the flag.</summary>
    /// <param name="operators">Persons or teams.</param>
    /// <returns>This builder.</returns>
    public FlagBuilder Operators(params ReadOnlySpan<string> operators) => Texts("operators", operators);

    /// <summary>Sets the day the flag was made.</summary>
    /// <param name="day">The day.</param>
    /// <returns>This builder.</returns>
    public FlagBuilder Created(DateOnly day) => Text("created", FlagJson.Text(day));

    /// <summary>Sets the last day the flag should live.</summary>
    /// <param name="day">The day.</param>
    /// <returns>This builder.</returns>
    public FlagBuilder Expires(DateOnly day) => Text("expires", FlagJson.Text(day));

    /// <summary>Says that the flag is meant to stay.</summary>
    /// <returns>This builder.</returns>
    public FlagBuilder Permanent() => Set("permanent", static writer => writer.WriteBoolean("permanent"u8, true));

    /// <summary>Sets what is deleted with the flag, and when.</summary>
    /// <param name="text">The text.</param>
    /// <returns>This builder.</returns>
    public FlagBuilder RemovalPlan(string text) => Text("removalPlan", text);

    /// <summary>Sets where to read more.</summary>
    /// <param name="links">Names and addresses.</param>
    /// <returns>This builder.</returns>
    public FlagBuilder Links(params ReadOnlySpan<(string Name, Uri Address)> links)
    {
        (string Name, Uri Address)[] all = links.ToArray();
        return Set("links", writer =>
        {
            writer.WriteStartObject("links"u8);
            Array.ForEach(all, link => writer.WriteString(link.Name, link.Address.ToString()));
            writer.WriteEndObject();
        });
    }

    /// <summary>Sets the tags.</summary>
    /// <param name="tags">The tags.</param>
    /// <returns>This builder.</returns>
    public FlagBuilder Tags(params ReadOnlySpan<string> tags) => Texts("tags", tags);

    /// <summary>Sets the systems that bear the risk.</summary>
    /// <param name="systems">The systems.</param>
    /// <returns>This builder.</returns>
    public FlagBuilder Touches(params ReadOnlySpan<string> systems) => Texts("touches", systems);

    /// <summary>Disables the flag: it serves <c>off</c>.</summary>
    /// <returns>This builder.</returns>
    public FlagBuilder Disabled() => Set("enabled", static writer => writer.WriteBoolean("enabled"u8, false));

    /// <summary>Requires another flag to serve one of some variants.</summary>
    /// <param name="flag">The other flag.</param>
    /// <param name="variants">The variants.</param>
    /// <returns>This builder.</returns>
    public FlagBuilder Requires(string flag, params ReadOnlySpan<string> variants)
    {
        string[] all = variants.ToArray();
        return Add(_requires, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("flag"u8, flag);
            FlagJson.Write(writer, "is", all);
            writer.WriteEndObject();
        });
    }

    /// <summary>Serves a variant to some targeting keys.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="targetingKeys">The keys.</param>
    /// <returns>This builder.</returns>
    public FlagBuilder Target(string variant, params ReadOnlySpan<string> targetingKeys)
    {
        ArgumentException.ThrowIfNullOrEmpty(variant);
        string[] keys = targetingKeys.ToArray();
        int known = _targets.FindIndex(target => target.Key == variant);
        if (known < 0)
        {
            _targets.Add(new(variant, keys));
        }
        else
        {
            _targets[known] = new(variant, [.. _targets[known].Value, .. keys]);
        }

        return this;
    }

    /// <summary>Adds a rule that serves one variant.</summary>
    /// <param name="name">The rule's name, or <see langword="null"/>.</param>
    /// <param name="when">The condition.</param>
    /// <param name="serve">The variant.</param>
    /// <returns>This builder.</returns>
    public FlagBuilder Rule(string? name, Func<ConditionBuilder, FlagCondition> when, string serve) =>
        Rule(name, when, writer => writer.WriteString("serve"u8, serve));

    /// <summary>Adds a rule that splits subjects.</summary>
    /// <param name="name">The rule's name, or <see langword="null"/>.</param>
    /// <param name="when">The condition.</param>
    /// <param name="split">Makes the split.</param>
    /// <returns>This builder.</returns>
    public FlagBuilder Rule(string? name, Func<ConditionBuilder, FlagCondition> when, Action<SplitBuilder> split) =>
        Rule(name, when, SplitBuilder.Write(split));

    /// <summary>Sets the variant of everybody to whom no target and no rule applies.</summary>
    /// <param name="serve">The variant.</param>
    /// <returns>This builder.</returns>
    public FlagBuilder Otherwise(string serve) => Otherwise(writer => writer.WriteString("serve"u8, serve));

    /// <summary>Splits everybody to whom no target and no rule applies.</summary>
    /// <param name="split">Makes the split.</param>
    /// <returns>This builder.</returns>
    public FlagBuilder Otherwise(Action<SplitBuilder> split) => Otherwise(SplitBuilder.Write(split));

    /// <summary>Sets the plan of the flag's rollout.</summary>
    /// <param name="json">The plan as JSON text.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public FlagBuilder Rollout(string json)
    {
        JsonElement plan = JsonElement.Parse(json);
        return Set("rollout", writer =>
        {
            writer.WritePropertyName("rollout"u8);
            plan.WriteTo(writer);
        });
    }

    internal byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteBehaviour(writer);
            foreach ((_, Action<Utf8JsonWriter> write) in _properties)
            {
                write(writer);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void WriteBehaviour(Utf8JsonWriter writer)
    {
        FlagJson.Write(writer, "variants", _variants, isArray: false);
        FlagJson.Write(writer, "requires", _requires, isArray: true);
        FlagJson.Write(writer, "rules", _rules, isArray: true);
        FlagJson.Write(writer, "targets", _targets.ConvertAll<Action<Utf8JsonWriter>>(static target => writer => FlagJson.Write(writer, target.Key, target.Value)), isArray: false);
    }

    private FlagBuilder Rule(string? name, Func<ConditionBuilder, FlagCondition> when, Action<Utf8JsonWriter> serve)
    {
        ArgumentNullException.ThrowIfNull(when);
        FlagCondition condition = when(ConditionBuilder.Instance);
        return Add(_rules, writer =>
        {
            writer.WriteStartObject();
            if (name is not null)
            {
                writer.WriteString("name"u8, name);
            }

            writer.WritePropertyName("when"u8);
            condition.WriteTo(writer);
            serve(writer);
            writer.WriteEndObject();
        });
    }

    private FlagBuilder Otherwise(Action<Utf8JsonWriter> serve) => Set("otherwise", writer =>
    {
        writer.WriteStartObject("otherwise"u8);
        serve(writer);
        writer.WriteEndObject();
    });

    private FlagBuilder Text(string property, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Set(property, writer => writer.WriteString(property, value));
    }

    private FlagBuilder Texts(string property, ReadOnlySpan<string> values)
    {
        string[] all = values.ToArray();
        return Set(property, writer => FlagJson.Write(writer, property, all));
    }

    private FlagBuilder Set(string property, Action<Utf8JsonWriter> write)
    {
        _properties.RemoveAll(set => set.Key == property);
        _properties.Add(new(property, write));
        return this;
    }

    private FlagBuilder Add(List<Action<Utf8JsonWriter>> list, Action<Utf8JsonWriter> write)
    {
        list.Add(write);
        return this;
    }
}
