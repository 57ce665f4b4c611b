using System.Globalization;
using System.Text.Json;

namespace ModularRollout.Testing.Drills;

/// <summary>Which variant every subject gets, and the value of each variant, bit for bit.</summary>
internal sealed class ServedVariants
{
    private readonly string?[] _variants;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private ServedVariants(string?[] variants) => _variants = variants;

    public static ServedVariants Of(EvaluationContext[] subjects, Func<EvaluationContext, Decision> decide)
    {
        var served = new ServedVariants(new string?[subjects.Length]);
        for (int i = 0; i < subjects.Length; i++)
        {
            Decision decision = decide(subjects[i]);
            served._variants[i] = decision.Variant;
            if (decision.Variant is { } variant && !served._values.ContainsKey(variant))
            {
                JsonElement value = decision.Get<JsonElement>(default);
                served._values.Add(variant, value.ValueKind == JsonValueKind.Undefined ? "" : value.GetRawText());
            }
        }

        return served;
    }

    /// <summary>Gets how many subjects get a variant.</summary>
    public int CountOf(string variant) => _variants.Count(served => served == variant);

    /// <summary>Says what differs; <see langword="null"/> where nothing does.</summary>
    public string? Differences(ServedVariants after, EvaluationContext[] subjects)
    {
        int first = -1;
        int differing = 0;
        for (int i = 0; i < _variants.Length; i++)
        {
            if (_variants[i] != after._variants[i] || (_variants[i] is { } variant && _values[variant] != after._values[variant]))
            {
                first = first < 0 ? i : first;
                differing++;
            }
        }

        return differing == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"After the rollback, {differing} of {_variants.Length} subjects do not get what they got before the rollout. `{subjects[first].TargetingKey}` got {Describe(first)} and gets {after.Describe(first)}.");
    }

    private string Describe(int subject) => _variants[subject] is { } variant ? $"`{variant}` ({_values[variant]})" : "no variant";
}
