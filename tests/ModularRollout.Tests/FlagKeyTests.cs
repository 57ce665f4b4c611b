using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ModularRollout.Tests;

public sealed partial class FlagKeyTests
{
    private const string Values = """
        { "flags": {
          "boolean": { "otherwise": { "serve": "on" } },
          "text":    { "variants": { "v": "x" }, "off": "v" },
          "int":     { "variants": { "v": 5 }, "off": "v" },
          "long":    { "variants": { "v": 5000000000 }, "off": "v" },
          "odd":     { "variants": { "v": 9007199254740993 }, "off": "v" },
          "half":    { "variants": { "v": 0.5 }, "off": "v" },
          "huge":    { "variants": { "v": 1e22 }, "off": "v" },
          "beyond":  { "variants": { "v": 1e300 }, "off": "v" },
          "object":  { "variants": { "v": { "Columns": 3, "Title": "größer" /* wide */, }, "w": { "Columns": "many" } }, "off": "v" },
          "list":    { "variants": { "v": [1, 2] }, "off": "v" } } }
        """;

    [Theory]
    [InlineData("boolean", "bool=True")]
    [InlineData("text", "string=x")]
    [InlineData("int", "int=5 long=5 double=5 decimal=5")]
    [InlineData("long", "long=5000000000 double=5000000000 decimal=5000000000")]
    [InlineData("odd", "long=9007199254740993 decimal=9007199254740993")]
    [InlineData("half", "double=0.5 decimal=0.5")]
    [InlineData("huge", "double=1E+22 decimal=10000000000000000000000")]
    [InlineData("beyond", "")]
    [InlineData("object", "")]
    [InlineData("list", "")]
    public void Get_ValueOfAFlag_ConvertsToTheTypesThatHoldItExactly(string flag, string expected)
    {
        FeatureGate gate = A.Gate(Values);

        string[] all =
        [
            Read(gate, flag, "bool", false, false), Read(gate, flag, "string", "fallback", "fallback"), Read(gate, flag, "int", -1, -1),
            Read(gate, flag, "long", -1L, -1L), Read(gate, flag, "double", -1.0, -1.0), Read(gate, flag, "decimal", -1m, -1m),
        ];

        Assert.Equal(expected, string.Join(' ', all.Where(static text => text.Length > 0)));
    }

    [Fact]
    public void Decide_OtherType_IsATypeMismatchWithoutVariant()
    {
        FeatureGate gate = A.Gate(Values);

        Decision decision = gate.Decide(new FlagKey<int>("text", 3), A.Subject("u"));

        Assert.Equal("text", decision.Flag);
        Assert.Null(decision.Variant);
        Assert.False(decision.IsEnabled);
        Assert.Equal(DecisionReason.Error, decision.Reason);
        Assert.Equal(DecisionError.TypeMismatch, decision.Error);
        Assert.Equal(3, decision.Get(3));
        Assert.Equal(1, decision.SnapshotVersion);
    }

    [Fact]
    public void Get_Object_BindsThroughItsMetadataOnce()
    {
        FeatureGate gate = A.Gate(Values);
        var key = new FlagKey<Layout>("object", new Layout(), FlagKeyJson.Default.Layout);

        Layout layout = gate.Get(key, A.Subject("u"));

        Assert.Equal(3, layout.Columns);
        Assert.Equal("größer", layout.Title);
        Assert.Same(layout, gate.Get(key, A.Subject("other")));
        Assert.Same(layout, gate.Decide("object", A.Subject("u")).Get(new Layout()));
    }

    [Fact]
    public void Get_ObjectThatDoesNotBind_IsTheFallback()
    {
        FeatureGate gate = A.Flag(""" "variants": { "w": { "Columns": "many" } }, "off": "w" """);
        var fallback = new Layout();
        var key = new FlagKey<Layout>("f", fallback, FlagKeyJson.Default.Layout);

        Assert.Same(fallback, gate.Get(key, A.Subject("u")));
        Assert.Same(fallback, gate.Get(key, A.Subject("u")));
        Assert.Equal(DecisionError.TypeMismatch, gate.Decide(key, A.Subject("u")).Error);
    }

    [Fact]
    public void Get_ObjectWithoutMetadata_IsTheFallback()
    {
        FeatureGate gate = A.Gate(Values);
        var fallback = new Layout();

        Assert.Same(fallback, gate.Get(new FlagKey<Layout>("object", fallback), A.Subject("u")));
        Assert.Equal(DecisionError.TypeMismatch, gate.Decide(new FlagKey<Layout>("object", fallback), A.Subject("u")).Error);
        Assert.Same(fallback, gate.Decide("object", A.Subject("u")).Get(fallback));
    }

    [Theory]
    [InlineData("boolean", "true")]
    [InlineData("text", "\"x\"")]
    [InlineData("int", "5")]
    [InlineData("odd", "9007199254740993")]
    [InlineData("half", "0.5")]
    [InlineData("huge", "1e22")]
    [InlineData("object", """{"Columns":3,"Title":"größer"}""")]
    [InlineData("list", "[1,2]")]
    public void Get_JsonElement_ReadsEveryValue(string flag, string expected)
    {
        FeatureGate gate = A.Gate(Values);
        using var json = JsonDocument.Parse(expected);

        Assert.True(JsonElement.DeepEquals(json.RootElement, gate.Get(new FlagKey<JsonElement>(flag, default), A.Subject("u"))));
        Assert.True(JsonElement.DeepEquals(json.RootElement, gate.Decide(flag, A.Subject("u")).Get(default(JsonElement))));
    }

    [Fact]
    public void Get_TwoTypesOfOneObject_BothBind()
    {
        FeatureGate gate = A.Gate(Values);

        Assert.Equal(3, gate.Get(new FlagKey<Layout>("object", new Layout(), FlagKeyJson.Default.Layout), A.Subject("u")).Columns);
        Assert.Equal(3, gate.Get(new FlagKey<Columns>("object", new Columns(), FlagKeyJson.Default.Columns), A.Subject("u"))["Columns"].GetInt32());
        Assert.Equal(3, gate.Get(new FlagKey<JsonElement>("object", default), A.Subject("u")).GetProperty("Columns").GetInt32());
    }

    [Fact]
    public void Get_MetadataThatThrows_IsTheFallback()
    {
        FeatureGate gate = A.Gate(Values);
        JsonTypeInfo<Fragile> json = FlagKeyJson.Default.Fragile;

        Assert.Equal("fallback", gate.Get(new FlagKey<Fragile>("object", new Fragile { Title = "fallback" }, json), A.Subject("u")).Title);
    }

    [Fact]
    public void Decide_OneKeyAndSeveralGates_EachGateHasItsPlace()
    {
        var key = new FlagKey<bool>("f", false);
        FeatureGate on = A.Gate("""{ "flags": { "a": {}, "b": {}, "f": { "otherwise": { "serve": "on" } } } }""");
        FeatureGate off = A.Gate("""{ "flags": { "f": {} } }""");
        FeatureGate without = A.Gate("""{ "flags": { "a": { "otherwise": { "serve": "on" } } } }""");

        for (int i = 0; i < 3; i++)
        {
            Assert.True(on.IsEnabled(key, A.Subject("u")));
            Assert.False(off.IsEnabled(key, A.Subject("u")));
            Assert.Equal(DecisionError.FlagNotFound, without.Decide(key, A.Subject("u")).Error);
        }
    }

    [Fact]
    public void Decide_KeyOfARetiredGate_BindsToTheNext()
    {
        var key = new FlagKey<bool>("f", false);
        FeatureGate first = A.Flag(""" "otherwise": { "serve": "on" } """);
        FeatureGate second = A.Gate("""{ "flags": { "a": {}, "f": {} } }""");
        Assert.True(first.IsEnabled(key, A.Subject("u")));
        Assert.Same(first.Directory, key.Slot.Directory);
        Assert.False(second.IsEnabled(key, A.Subject("u")));
        Assert.Same(first.Directory, key.Slot.Directory);

        first.Directory.Retire();
        FeatureGate third = A.Flag(""" "otherwise": { "serve": "on" } """);

        Assert.True(third.IsEnabled(key, A.Subject("u")));
        Assert.Same(third.Directory, key.Slot.Directory);
        Assert.True(first.IsEnabled(key, A.Subject("u")));
        Assert.False(second.IsEnabled(key, A.Subject("u")));
    }

    [Fact]
    public void Constructor_Arguments_AreKeptOrRefused()
    {
        Assert.Equal("f", new FlagKey<int>("f", 7).Name);
        Assert.Equal(7, new FlagKey<int>("f", 7).Fallback);
        Assert.Throws<ArgumentException>("name", static () => new FlagKey<int>("", 7));
        Assert.Throws<ArgumentNullException>("name", static () => new FlagKey<int>(null!, 7));
    }

    private static string Read<T>(FeatureGate gate, string flag, string type, T fallback, T other)
    {
        var key = new FlagKey<T>(flag, fallback);
        T value = gate.Get(key, A.Subject("u"));
        Decision decision = gate.Decide(key, A.Subject("u"));
        Assert.Equal(value, gate.Decide(flag, A.Subject("u")).Get(other));
        Assert.Equal(decision.Error == DecisionError.TypeMismatch, Equals(value, fallback));
        return Equals(value, fallback) ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{type}={value}");
    }

    internal sealed class Layout
    {
        public int Columns { get; set; }

        public string? Title { get; set; }
    }

    internal sealed class Columns : Dictionary<string, JsonElement>;

    internal sealed class Fragile
    {
        private string? _title;

        public int Columns { get; set; }

        public string? Title
        {
            get => _title;
            set => _title = value == "fallback" ? value : throw new ArithmeticException();
        }
    }

    [JsonSerializable(typeof(Layout))]
    [JsonSerializable(typeof(Columns))]
    [JsonSerializable(typeof(Fragile))]
    internal sealed partial class FlagKeyJson : JsonSerializerContext;
}
