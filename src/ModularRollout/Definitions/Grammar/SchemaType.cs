namespace ModularRollout.Definitions.Grammar;

/// <summary>The types of properties, as fragments of JSON Schema.</summary>
internal static class SchemaType
{
    public const string Text = """{"type":"string"}""";
    public const string FilledText = """{"type":"string","minLength":1}""";
    public const string Boolean = """{"type":"boolean"}""";
    public const string Number = """{"type":"number"}""";
    public const string Percent = """{"type":"number","minimum":0,"maximum":100}""";
    public const string Fraction = """{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1}""";
    public const string Positive = """{"type":"number","exclusiveMinimum":0}""";
    public const string Date = """{"type":"string","format":"date","pattern":"^\\d{4}-\\d{2}-\\d{2}$"}""";
    public const string Instant = """{"type":"string","format":"date-time"}""";
    public const string Duration = """{"type":"string","pattern":"^\\d+(ms|s|m|h|d)$"}""";
    public const string TimeOfDay = """{"type":"string","pattern":"^([01]\\d|2[0-3]):[0-5]\\d$"}""";
    public const string Salt = """{"type":"string","minLength":1,"not":{"pattern":"/rollout(/[0-9]+)?$"}}""";
    public const string Texts = """{"type":"array","items":{"type":"string","minLength":1}}""";
    public const string SomeFilledTexts = """{"type":"array","minItems":1,"items":{"type":"string","minLength":1}}""";
    public const string SomeTexts = """{"type":"array","minItems":1,"items":{"type":"string"}}""";
    public const string SomeScalars = """{"type":"array","minItems":1,"items":{"type":["string","number","boolean"]}}""";
    public const string Name = """{"minLength":1,"maxLength":256}""";

    public static string Reference(string name) => $$"""{"$ref":"#/$defs/{{name}}"}""";

    public static string ListOf(string items, int least = 0) =>
        least == 0 ? $$"""{"type":"array","items":{{items}} }""" : $$"""{"type":"array","minItems":{{least}},"items":{{items}} }""";

    public static string ListOf(string items, int least, int most) =>
        least == 0 ? $$"""{"type":"array","maxItems":{{most}},"items":{{items}} }""" : $$"""{"type":"array","minItems":{{least}},"maxItems":{{most}},"items":{{items}} }""";

    public static string MapOf(string values, int least = 0) => least == 0
        ? $$"""{"type":"object","patternProperties":{"^x-":{} },"additionalProperties":{{values}} }"""
        : $$"""{"type":"object","minProperties":{{least}},"patternProperties":{"^x-":{} },"additionalProperties":{{values}} }""";

    public static string Named(string values, int least = 0) => $$"""{"propertyNames":{{Name}},{{MapOf(values, least)[1..]}}""";

    public static string Word(Reading.Words words) => $$"""{"type":"string","enum":["{{string.Join("\",\"", words.All)}}"]}""";

    public static string Whole(int least) => $$"""{"type":"integer","minimum":{{least}}}""";

    public static string Either(string first, string second) => $$"""{"anyOf":[{{first}},{{second}}]}""";
}
