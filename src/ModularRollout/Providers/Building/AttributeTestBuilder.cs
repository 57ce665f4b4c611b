using System.Text.Json;

namespace ModularRollout.Providers.Building;

/// <summary>Makes one test of one attribute; definitions say what each test means.</summary>
public sealed class AttributeTestBuilder
{
    private readonly string _attribute;
    private readonly bool _ignoreCase;

    internal AttributeTestBuilder(string attribute, bool ignoreCase)
    {
        _attribute = attribute;
        _ignoreCase = ignoreCase;
    }

    /// <summary>Tests whether the text equals one of a list.</summary>
    /// <param name="values">The list.</param>
    /// <returns>The condition.</returns>
    public FlagCondition In(params ReadOnlySpan<string> values) => Texts("in", values);

    /// <summary>Tests whether the number equals one of a list.</summary>
    /// <inheritdoc cref="In(ReadOnlySpan{string})"/>
    public FlagCondition In(params ReadOnlySpan<long> values) => List("in", values.ToArray(), static (writer, value) => writer.WriteNumberValue(value));

    /// <summary>Tests whether the number equals one of a list.</summary>
    /// <inheritdoc cref="In(ReadOnlySpan{string})"/>
    public FlagCondition In(params ReadOnlySpan<double> values) => List("in", values.ToArray(), static (writer, value) => writer.WriteNumberValue(value));

    /// <summary>Tests whether the boolean equals a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The condition.</returns>
    public FlagCondition Is(bool value) => List("in", [value], static (writer, item) => writer.WriteBooleanValue(item));

    /// <summary>Tests whether the text starts with one of a list.</summary>
    /// <inheritdoc cref="In(ReadOnlySpan{string})"/>
    public FlagCondition StartsWith(params ReadOnlySpan<string> values) => Texts("startsWith", values);

    /// <summary>Tests whether the text ends with one of a list.</summary>
    /// <inheritdoc cref="In(ReadOnlySpan{string})"/>
    public FlagCondition EndsWith(params ReadOnlySpan<string> values) => Texts("endsWith", values);

    /// <summary>Tests whether the text contains one of a list.</summary>
    /// <inheritdoc cref="In(ReadOnlySpan{string})"/>
    public FlagCondition Contains(params ReadOnlySpan<string> values) => Texts("contains", values);

    /// <summary>Tests whether the attribute's list has at least one of another.</summary>
    /// <inheritdoc cref="In(ReadOnlySpan{string})"/>
    public FlagCondition ContainsAny(params ReadOnlySpan<string> values) => Texts("containsAny", values);

    /// <summary>Tests whether the attribute's list has all of another.</summary>
    /// <inheritdoc cref="In(ReadOnlySpan{string})"/>
    public FlagCondition ContainsAll(params ReadOnlySpan<string> values) => Texts("containsAll", values);

    /// <summary>Tests whether the IP address is in one of the blocks.</summary>
    /// <inheritdoc cref="In(ReadOnlySpan{string})"/>
    public FlagCondition Cidr(params ReadOnlySpan<string> values) => Texts("cidr", values);

    /// <summary>Tests whether the text matches a regular expression.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <returns>The condition.</returns>
    public FlagCondition Matches(string pattern) => Text("matches", pattern);

    /// <summary>Tests whether the version is in a range.</summary>
    /// <param name="range">The range, such as <c>&gt;=2.4.0 &lt;3.0.0</c>.</param>
    /// <returns>The condition.</returns>
    public FlagCondition SemVer(string range) => Text("semver", range);

    /// <summary>Tests whether the number is less than another.</summary>
    /// <param name="value">The other number.</param>
    /// <returns>The condition.</returns>
    public FlagCondition LessThan(decimal value) => Number("lessThan", value);

    /// <summary>Tests whether the number is at most another.</summary>
    /// <inheritdoc cref="LessThan"/>
    public FlagCondition AtMost(decimal value) => Number("atMost", value);

    /// <summary>Tests whether the number is greater than another.</summary>
    /// <inheritdoc cref="LessThan"/>
    public FlagCondition GreaterThan(decimal value) => Number("greaterThan", value);

    /// <summary>Tests whether the number is at least another.</summary>
    /// <inheritdoc cref="LessThan"/>
    public FlagCondition AtLeast(decimal value) => Number("atLeast", value);

    /// <summary>Tests whether the instant is earlier than another.</summary>
    /// <param name="instant">The other instant.</param>
    /// <returns>The condition.</returns>
    public FlagCondition Before(DateTimeOffset instant) => Test(writer => writer.WriteString("before"u8, instant.ToUniversalTime()));

    /// <summary>Tests whether the instant is later than another.</summary>
    /// <inheritdoc cref="Before"/>
    public FlagCondition After(DateTimeOffset instant) => Test(writer => writer.WriteString("after"u8, instant.ToUniversalTime()));

    /// <summary>Tests whether the attribute is there.</summary>
    /// <param name="expected"><see langword="false"/> tests that it is not.</param>
    /// <returns>The condition.</returns>
    public FlagCondition Exists(bool expected = true) => Test(writer => writer.WriteBoolean("exists"u8, expected));

    /// <summary>Tests whether the attribute's bucket is in a share.</summary>
    /// <param name="salt">The salt.</param>
    /// <param name="fromPercent">Where the share begins.</param>
    /// <param name="toPercent">Where the share ends.</param>
    /// <returns>The condition.</returns>
    public FlagCondition BucketIn(string salt, decimal fromPercent, decimal toPercent)
    {
        ArgumentException.ThrowIfNullOrEmpty(salt);
        return Test(writer =>
        {
            writer.WriteStartObject("bucketIn"u8);
            writer.WriteString("salt"u8, salt);
            writer.WriteNumber("fromPercent"u8, fromPercent);
            writer.WriteNumber("toPercent"u8, toPercent);
            writer.WriteEndObject();
        });
    }

    private FlagCondition Text(string test, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Test(writer => writer.WriteString(test, value));
    }

    private FlagCondition Number(string test, decimal value) => Test(writer => writer.WriteNumber(test, value));

    private FlagCondition Texts(string test, ReadOnlySpan<string> values) =>
        List(test, values.ToArray(), static (writer, value) => writer.WriteStringValue(value));

    private FlagCondition List<T>(string test, T[] values, Action<Utf8JsonWriter, T> write) => Test(writer =>
    {
        writer.WriteStartArray(test);
        Array.ForEach(values, value => write(writer, value));
        writer.WriteEndArray();
    });

    private FlagCondition Test(Action<Utf8JsonWriter> test) => new(writer =>
    {
        writer.WriteString("attribute"u8, _attribute);
        if (_ignoreCase)
        {
            writer.WriteBoolean("ignoreCase"u8, true);
        }

        test(writer);
    });
}
