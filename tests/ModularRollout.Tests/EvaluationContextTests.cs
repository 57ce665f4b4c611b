using System.Reflection;
using ModularRollout.Snapshots;

namespace ModularRollout.Tests;

public sealed class EvaluationContextTests
{
    [Fact]
    public void Default_Everything_IsWithoutKey()
    {
        EvaluationContext context = default;

        Assert.Null(context.TargetingKey);
        Assert.False(context.HasKey);
        Assert.Equal(0ul, context.KeyHash);
        Assert.Null(context.Attributes);
        Assert.Null(context.Forced);
    }

    [Theory]
    [InlineData("user-1", 0x7c7615c11438e5c9)]
    [InlineData("user-2", 0x20333bb6481664d4)]
    public void Constructor_Key_IsHashedOnce(string key, ulong hash)
    {
        var context = new EvaluationContext(key);

        Assert.Equal(key, context.TargetingKey);
        Assert.True(context.HasKey);
        Assert.Equal(hash, context.KeyHash);
        Assert.Equal(hash, EvaluationContext.For(key).With("a", 1).Build().KeyHash);
    }

    [Fact]
    public void Constructor_EmptyKey_IsNoUsableKey()
    {
        var context = new EvaluationContext("");

        Assert.Equal("", context.TargetingKey);
        Assert.False(context.HasKey);
        Assert.Equal(0ul, context.KeyHash);
    }

    [Fact]
    public void With_EachType_KeepsTheValue()
    {
        var id = Guid.Parse("550E8400-E29B-41D4-A716-446655440000");
        var instant = new DateTimeOffset(2026, 11, 1, 10, 0, 0, TimeSpan.FromHours(1));

        EvaluationContext context = EvaluationContext.For("u").With("text", "CH").With("int", 41).With("long", long.MinValue).With("double", 0.5)
            .With("true", true).With("false", false).With("guid", id).With("instant", instant).With("list", ["a", "b"]).Build();

        Assert.Equal(
            [
                "text=\"CH\"", "int=41", "long=-9223372036854775808", "double=0.5", "true=true", "false=false",
                "guid=\"550e8400-e29b-41d4-a716-446655440000\"", "instant=2026-11-01T09:00:00Z", "list=[\"a\", \"b\"]",
            ],
            Describe(context));
    }

    [Theory]
    [InlineData("5", "5")]
    [InlineData("5.00", "5")]
    [InlineData("0.1", "0.1")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("9223372036854775808", "9.223372036854776E+18")]
    [InlineData("-9223372036854775809", "-9.223372036854776E+18")]
    public void With_Decimal_IsExactWhereItIsAWholeNumber(string value, string expected)
    {
        decimal number = decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal([$"n={expected}"], Describe(EvaluationContext.For("u").With("n", number).Build()));
    }

    [Fact]
    public void With_SameName_ReplacesTheEarlier()
    {
        EvaluationContext context = EvaluationContext.For("u").With("a", "x").With("b", 1).With("a", 2.5).Build();

        Assert.Equal(["a=2.5", "b=1"], Describe(context));
    }

    [Fact]
    public void With_Null_RemovesTheEarlier()
    {
        EvaluationContext context = EvaluationContext.For("u").With("a", "x").With("b", 1).With("c", 2).With("a", null).With("nope", null).Build();

        Assert.Equal(["b=1", "c=2"], Describe(context));
    }

    [Fact]
    public void With_NullAlone_LeavesNoAttributes() => Assert.Null(EvaluationContext.For("u").With("a", null).Build().Attributes);

    [Fact]
    public void With_ManyAttributes_KeepsAll()
    {
        EvaluationContextBuilder builder = EvaluationContext.For("u");
        for (int i = 0; i < 100; i++)
        {
            builder = builder.With($"a{i}", i);
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(static i => $"a{i}={i}"), Describe(builder.Build()));
    }

    [Fact]
    public void With_ListChangedAfterwards_KeepsItsOwn()
    {
        string[] list = ["a"];
        EvaluationContext context = EvaluationContext.For("u").With("l", list).Build();

        list[0] = "b";

        Assert.Equal(["l=[\"a\"]"], Describe(context));
    }

    [Theory]
    [InlineData("")]
    [InlineData("targetingKey")]
    [InlineData("$now")]
    [InlineData("$")]
    public void With_ReservedName_Throws(string name)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(nameof(name), () => EvaluationContext.For("u").With(name, 1));

        Assert.Contains(name.Length == 0 ? "empty" : $"'{name}' is reserved; the targeting key is set by EvaluationContext.For, the clock by the gate.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_NullName_Throws() => Assert.Throws<ArgumentNullException>("name", static () => EvaluationContext.For("u").With(null!, 1));

    [Fact]
    public void With_NamesThatLookAlike_AreDifferent()
    {
        EvaluationContext context = EvaluationContext.For("u").With("abcd", 1).With("abxd", 2).With("aBcd", 3).With("abcde", 4).With("TargetingKey", 5).Build();

        Assert.Equal(["abcd=1", "abxd=2", "aBcd=3", "abcde=4", "TargetingKey=5"], Describe(context));
    }

    [Fact]
    public void Build_Twice_Throws()
    {
        EvaluationContextBuilder builder = EvaluationContext.For("u").With("a", 1);
        builder.Build();

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => builder.Build());
        Assert.Equal("This context has been built already, or the builder was not made by EvaluationContext.For; start a new one.", exception.Message);
        Assert.Throws<InvalidOperationException>(() => builder.With("a", 1));
        Assert.Throws<InvalidOperationException>(() => builder.Force("f", "on"));
    }

    [Fact]
    public void Build_OldBuilderWhileANewOneIsOpen_Throws()
    {
        EvaluationContextBuilder old = EvaluationContext.For("old");
        old.Build();
        EvaluationContextBuilder open = EvaluationContext.For("new").With("a", 1);

        Assert.Throws<InvalidOperationException>(() => old.With("b", 2));
        Assert.Equal(["a=1"], Describe(open.Build()));
    }

    [Fact]
    public void Build_DefaultBuilder_Throws() => Assert.Throws<InvalidOperationException>(static () => default(EvaluationContextBuilder).Build());

    [Fact]
    public void Build_AnotherContextAfterwards_StartsEmpty()
    {
        EvaluationContext first = EvaluationContext.For("first").With("a", "x").With("b", 1).Force("f", "on").Build();
        EvaluationContext second = EvaluationContext.For(null).Build();

        Assert.Equal(["a=\"x\"", "b=1"], Describe(first));
        Assert.Equal("first", first.TargetingKey);
        Assert.Null(second.TargetingKey);
        Assert.Null(second.Attributes);
        Assert.Null(second.Forced);
    }

    [Fact]
    public void Build_TwoOpenAtOnce_DoNotMix()
    {
        EvaluationContextBuilder outer = EvaluationContext.For("outer").With("a", 1);
        EvaluationContext inner = EvaluationContext.For("inner").With("b", 2).Build();

        Assert.Equal(["a=1"], Describe(outer.Build()));
        Assert.Equal(["b=2"], Describe(inner));
    }

    [Fact]
    public void Force_Several_KeepsTheLastOfEach()
    {
        ForcedVariants forced = EvaluationContext.For("u").Force("f", "on").Force("g", "x").Force("f", "off").Build().Forced!;

        Assert.Equal("off", forced.For("f"));
        Assert.Equal("x", forced.For("g"));
        Assert.Null(forced.For("h"));
    }

    [Theory]
    [InlineData("", "on", "flag")]
    [InlineData("f", "", "variant")]
    public void Force_EmptyName_Throws(string flag, string variant, string parameter) =>
        Assert.Throws<ArgumentException>(parameter, () => EvaluationContext.For("u").Force(flag, variant));

    [Fact]
    public void With_Ulong_IsACompileTimeError()
    {
        MethodInfo method = typeof(EvaluationContextBuilder).GetMethod("With", [typeof(string), typeof(ulong)])!;

        ObsoleteAttribute obsolete = method.GetCustomAttribute<ObsoleteAttribute>()!;
        Assert.True(obsolete.IsError);
        Assert.Equal("A ulong fits neither long nor double exactly: convert it to long, or to text.", obsolete.Message);
    }

    private static string[] Describe(EvaluationContext context) =>
        [.. (context.Attributes ?? []).Select(static slot => $"{slot.Name}={AttributeText.Describe(slot)}")];
}
