using System.Text;
using ModularRollout.Definitions;

namespace ModularRollout.Tests.Definitions;

public sealed class FlagDefinitionTests
{
    private const string Text = """
        { "description": "d\n\u00e4", "kind": "operations", "owner": "o", // who
          "operators": ["p"], "created": "2026-11-01", "expires": "2027-02-01", "removalPlan": "r", "x-a": { },
          "links": { "issue": "https://example.org/1", "x-b": 1 }, "tags": ["t"], "touches": ["s"],
          "variants": { "a": { "x-kept": 1.0 }, "x-gone": 2 }, "off": "a", }
        """;

    private readonly FlagDefinition _flag = new("f", "file", Encoding.UTF8.GetBytes(Text));

    [Fact]
    public void Properties_EverythingWritten_AreAsWritten()
    {
        Assert.Equal(("f", "file", FlagKind.Operations, "d\nä", "o", "r", "a"), (_flag.Name, _flag.Layer, _flag.Kind, _flag.Description, _flag.Owner, _flag.RemovalPlan, _flag.Off));
        Assert.Equal((new DateOnly(2026, 11, 1), new DateOnly(2027, 2, 1)), (_flag.Created, _flag.Expires));
        Assert.Equal(["p", "t", "s", "a"], [.. _flag.Operators, .. _flag.Tags, .. _flag.Touches, .. _flag.Variants]);
        Assert.Equal(new Uri("https://example.org/1"), Assert.Single(_flag.Links).Value);
        Assert.False(_flag.IsPermanent);
    }

    [Fact]
    public void Properties_NothingWritten_AreEmpty()
    {
        var flag = new FlagDefinition("f", null, "{}"u8.ToArray());

        Assert.Equal((FlagKind.Release, null, null, null), (flag.Kind, flag.Created, flag.Expires, flag.Description));
        Assert.Empty(flag.Operators);
        Assert.Empty(flag.Links);
        Assert.Equal(["on", "off"], flag.Variants);
        Assert.Equal("{}", flag.Json);
    }

    [Fact]
    public void Json_CommentsAndExtensions_AreLeftOut() => Assert.Equal(
        string.Concat(
            """{"description":"d\nä","kind":"operations","owner":"o","operators":["p"],"created":"2026-11-01","expires":"2027-02-01",""",
            """ "removalPlan":"r","links":{"issue":"https://example.org/1"},"tags":["t"],"touches":["s"],""".TrimStart(),
            """ "variants":{"a":{"x-kept":1.0}},"off":"a"}""".TrimStart()),
        _flag.Json);
}
