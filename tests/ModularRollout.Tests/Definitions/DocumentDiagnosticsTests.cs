namespace ModularRollout.Tests.Definitions;

/// <summary>What is told of wrong documents as a whole.</summary>
public sealed class DocumentDiagnosticsTests
{
    [Theory]
    [InlineData(
        "",
        "(1,1) Error MR1001 : The document ends too early; close every object, list and string.")]
    [InlineData(
        "{",
        "(1,2) Error MR1001 : The document ends too early; close every object, list and string.")]
    [InlineData(
        """{"flags":{}} x""",
        "(1,14) Error MR1001 : The document is not JSON: 'x' is invalid after a single JSON value. Expected end of data.")]
    [InlineData(
        "{\n  \"flags\": {\n    \"f\": { \"owner\" \"o\" }\n  }\n}\n",
        """(3,20) Error MR1001 flags.f: The document is not JSON: '"' is invalid after a property name. Expected a ':'.""")]
    [InlineData(
        "[]",
        "(1,1) Error MR1004 : The value is a list; write an object.")]
    [InlineData(
        """{"flags":{"f":{"description":"\ud800"}}}""",
        """(1,30) Error MR1001 flags.f.description: The text holds an escape such as \ud83d that is only half a character; write both halves, or the character itself.""")]
    [InlineData(
        """{"flgs":{}}""",
        "(1,2) Error MR1002 flgs: `flgs` is not a property of a document. Did you mean `flags`?")]
    [InlineData(
        """{"zzzzzzzz":{}}""",
        "(1,2) Error MR1002 zzzzzzzz: `zzzzzzzz` is not a property of a document.")]
    [InlineData(
        """{"flags":{},"flags":{}}""",
        "(1,13) Error MR1003 flags: `flags` stands here twice; keep one.")]
    [InlineData(
        """{"schemaVersion":2,"what":1}""",
        "(1,18) Error MR1008 schemaVersion: The document has schema version 2, but this release reads 1; take a newer release.")]
    [InlineData(
        """{"what":1,"schemaVersion":2}""",
        "(1,27) Error MR1008 schemaVersion: The document has schema version 2, but this release reads 1; take a newer release.")]
    [InlineData(
        """{"schemaVersion":0}""",
        "(1,18) Error MR1024 schemaVersion: 0 is out of range; write a whole number, 1 or more.")]
    [InlineData(
        """{"schemaVersion":"1"}""",
        """(1,18) Error MR1004 schemaVersion: The value is "1"; write a number.""")]
    [InlineData(
        """{"$schema":1}""",
        "(1,12) Error MR1004 $schema: The value is 1; write a string.")]
    [InlineData(
        """{"flags":[]}""",
        "(1,10) Error MR1004 flags: The value is a list; write an object.")]
    [InlineData(
        """{"segments":7}""",
        "(1,13) Error MR1004 segments: The value is 7; write an object.")]
    [InlineData(
        """{"flags":{"f":{"owner":"o"},"f":{"owner":"o"}}}""",
        "(1,29) Error MR1003 flags.f: `f` stands in `flags` twice; keep one.")]
    [InlineData(
        """{"segments":{"s":{"any":[]},"s":{"any":[]}}}""",
        "(1,29) Error MR1003 segments.s: `s` stands in `segments` twice; keep one.")]
    [InlineData(
        """{"flags":{"":{}}}""",
        "(1,11) Error MR1007 flags['']: The name is empty; a name has 1 to 256 characters and no control characters.")]
    [InlineData(
        """{"flags":{"a\u0007b":{}}}""",
        """(1,11) Error MR1007 flags['a\u0007b']: The name has a control character; a name has 1 to 256 characters and no control characters.""")]
    [InlineData(
        """{"segments":{"a\u0085":{"any":[]}}}""",
        """(1,14) Error MR1007 segments['a\u0085']: The name has a control character; a name has 1 to 256 characters and no control characters.""")]
    [InlineData(
        """{"flags":{"f/rollout":{}}}""",
        "(1,11) Error MR1014 flags['f/rollout']: The name `f/rollout` is the salt of a rollout; choose one that does not end in `/rollout` or `/rollout/<number>`.")]
    [InlineData(
        """{"flags":{"f/rollout/12":{}}}""",
        "(1,11) Error MR1014 flags['f/rollout/12']: The name `f/rollout/12` is the salt of a rollout; choose one that does not end in `/rollout` or `/rollout/<number>`.")]
    [InlineData(
        """{"flags":{"f":[1]}}""",
        "(1,15) Error MR1004 flags.f: The value is a list; write an object.")]
    [InlineData(
        """{"flags":{"it's":{"owner":1}}}""",
        """(1,27) Error MR1004 flags['it\'s'].owner: The value is 1; write a string.""")]
    [InlineData(
        "{\n  \"flags\": {\n    \"f\": { \"owner\": \"ü😀\", \"oner\": 1 }\n  }\n}",
        "(3,28) Error MR1002 flags.f.oner: `oner` is not a property of a flag. Did you mean `owner`?")]
    [InlineData(
        """{"flags":{"a":{"ownr":"x"},"b":{"owner":"o","off":"offf"}}}""",
        "(1,11) Warning MR1103 flags.a: The flag has no owner; name the team that answers for it in `owner`.",
        "(1,16) Error MR1002 flags.a.ownr: `ownr` is not a property of a flag. Did you mean `owner`?",
        "(1,51) Error MR1011 flags.b.off: `offf` is not a variant of the flag. Did you mean `off`?")]
    public void Read_Wrong_TellsWhatAndWhere(string document, params string[] expected) => Assert.Equal(expected, Reading.Of(document).Told);
}
