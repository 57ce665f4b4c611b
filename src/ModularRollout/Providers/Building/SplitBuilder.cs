using System.Text.Json;

namespace ModularRollout.Providers.Building;

/// <summary>Makes a split: which share of subjects gets which variant.</summary>
public sealed class SplitBuilder
{
    private readonly List<KeyValuePair<string, decimal>> _weights = [];
    private string? _by;
    private string? _salt;

    internal SplitBuilder()
    {
    }

    /// <summary>Sets the attribute that is bucketed.</summary>
    /// <param name="attribute">The attribute; the targeting key unless said.</param>
    /// <returns>This builder.</returns>
    public SplitBuilder By(string attribute)
    {
        ArgumentException.ThrowIfNullOrEmpty(attribute);
        _by = attribute;
        return this;
    }

    /// <summary>Sets the salt: splits with one salt place a subject alike.</summary>
    /// <param name="salt">The salt; the flag's name unless said.</param>
    /// <returns>This builder.</returns>
    public SplitBuilder Salt(string salt)
    {
        ArgumentException.ThrowIfNullOrEmpty(salt);
        _salt = salt;
        return this;
    }

    /// <summary>Adds a variant's weight.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="weight">The weight, relative to the sum of all.</param>
    /// <returns>This builder.</returns>
    public SplitBuilder Weight(string variant, decimal weight)
    {
        ArgumentException.ThrowIfNullOrEmpty(variant);
        _weights.Add(new(variant, weight));
        return this;
    }

    internal static Action<Utf8JsonWriter> Write(Action<SplitBuilder> define)
    {
        ArgumentNullException.ThrowIfNull(define);
        var split = new SplitBuilder();
        define(split);
        return split.WriteTo;
    }

    private void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("split"u8);
        WriteOptional(writer, "by", _by);
        WriteOptional(writer, "salt", _salt);
        writer.WriteStartObject("weights"u8);
        foreach ((string variant, decimal weight) in _weights)
        {
            writer.WriteNumber(variant, weight);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
