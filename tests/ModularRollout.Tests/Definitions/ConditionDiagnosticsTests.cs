namespace ModularRollout.Tests.Definitions;

/// <summary>What is told of wrong conditions.</summary>
public sealed class ConditionDiagnosticsTests
{
    [Theory]
    [InlineData(
        """{"segments":{"s":7}}""",
        "(1,18) Error MR1004 segments.s: The value is 7; write an object.")]
    [InlineData(
        """{"segments":{"s":{}}}""",
        "(1,18) Error MR1017 segments.s: The condition tests nothing; write `all`, `any`, `not`, `segment`, or an `attribute` with one test.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a"}}}""",
        "(1,18) Error MR1017 segments.s: The condition tests nothing; write `all`, `any`, `not`, `segment`, or an `attribute` with one test.")]
    [InlineData(
        """{"segments":{"s":{"in":["a"]}}}""",
        "(1,18) Error MR1005 segments.s: `attribute` is missing; `in` needs the name of what it tests.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","endWith":["x"]}}}""",
        "(1,35) Error MR1018 segments.s.endWith: `endWith` is not a test or property of a condition. Did you mean `endsWith`?")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","in":["x"],"exists":true}}}""",
        "(1,55) Error MR1017 segments.s.exists: The condition has `in` and `exists`; a condition has one of them, so combine two with `all` or `any`.")]
    [InlineData(
        """{"segments":{"s":{"all":[],"any":[]}}}""",
        "(1,34) Error MR1017 segments.s.any: The condition has `all` and `any`; a condition has one of them, so combine two with `all` or `any`.")]
    [InlineData(
        """{"segments":{"s":{"all":{}}}}""",
        "(1,25) Error MR1004 segments.s.all: The value is an object; write a list.")]
    [InlineData(
        """{"segments":{"s":{"any":[1]}}}""",
        "(1,26) Error MR1004 segments.s.any[0]: The value is 1; write an object.")]
    [InlineData(
        """{"segments":{"s":{"not":[]}}}""",
        "(1,25) Error MR1004 segments.s.not: The value is a list; write an object.")]
    [InlineData(
        """{"segments":{"s":{"segment":""}}}""",
        "(1,29) Error MR1004 segments.s.segment: The value is an empty string; write some text.")]
    [InlineData(
        """{"segments":{"s":{"segment":"x","attribute":"a"}}}""",
        "(1,45) Error MR1017 segments.s.attribute: `attribute` means nothing to `segment`; it belongs to a test.")]
    [InlineData(
        """{"segments":{"s":{"all":[],"ignoreCase":true}}}""",
        "(1,41) Error MR1017 segments.s.ignoreCase: `ignoreCase` means nothing to `all`; it belongs to tests of strings.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","atLeast":1,"ignoreCase":true}}}""",
        "(1,60) Error MR1017 segments.s.ignoreCase: `ignoreCase` means nothing to `atLeast`; it belongs to tests of strings.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"","in":["x"]}}}""",
        "(1,31) Error MR1004 segments.s.attribute: The value is an empty string; write some text.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"$today","before":"2026-01-01T00:00:00Z"}}}""",
        "(1,31) Error MR1006 segments.s.attribute: `$today` is not a built-in attribute; the only one that begins with `$` is `$now`.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"$now","in":["x"]}}}""",
        "(1,31) Error MR1017 segments.s.attribute: `$now` is an instant; test it with `before` or `after`, not with `in`.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","in":[]}}}""",
        "(1,40) Error MR1015 segments.s.in: The list is empty, so nothing can match; write at least one entry.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","in":[null]}}}""",
        "(1,41) Error MR1004 segments.s.in[0]: The value is null; write a string, a number, `true` or `false`.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","startsWith":[1]}}}""",
        "(1,49) Error MR1004 segments.s.startsWith[0]: The value is 1; write a string.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","contains":"x"}}}""",
        """(1,46) Error MR1004 segments.s.contains: The value is "x"; write a list.""")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","matches":"(a"}}}""",
        """(1,45) Error MR1019 segments.s.matches: The pattern "(a" is not a regular expression (InsufficientClosingParentheses at character 2).""")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","matches":"(?=a)"}}}""",
        """(1,45) Error MR1019 segments.s.matches: The pattern "(?=a)" needs backtracking; use no look-around, back-reference, atomic group or conditional.""")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","matches":"(a{1,1000}){1,1000}"}}}""",
        """(1,45) Error MR1019 segments.s.matches: The pattern "(a{1,1000}){1,1000}" repeats too much; written out it may have at most 1000 characters.""")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","matches":["x"]}}}""",
        "(1,45) Error MR1004 segments.s.matches: The value is a list; write a string.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","lessThan":"1"}}}""",
        """(1,46) Error MR1004 segments.s.lessThan: The value is "1"; write a number.""")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","lessThan":1e999}}}""",
        "(1,46) Error MR1024 segments.s.lessThan: 1e999 is out of range; write a number that fits a double.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","before":"tomorrow"}}}""",
        """(1,44) Error MR1022 segments.s.before: "tomorrow" is not an instant; write one such as "2026-11-01T09:00:00Z".""")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","after":1}}}""",
        "(1,43) Error MR1004 segments.s.after: The value is 1; write a string.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","semver":">>1"}}}""",
        """(1,44) Error MR1020 segments.s.semver: ">>1" is not a range of versions: '>>1' is not a version range; write versions of three parts, such as '>=2.4.0 <3.0.0 || ^4.1.0'; write one such as ">=2.4.0 <3.0.0".""")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","cidr":["10.0.0.0/33"]}}}""",
        """(1,43) Error MR1021 segments.s.cidr[0]: "10.0.0.0/33" is not a block of addresses; write one such as "10.0.0.0/8" or "2001:db8::/32".""")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","cidr":[]}}}""",
        "(1,42) Error MR1015 segments.s.cidr: The list is empty, so nothing can match; write at least one entry.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","cidr":[1]}}}""",
        "(1,43) Error MR1004 segments.s.cidr[0]: The value is 1; write a string.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","exists":"yes"}}}""",
        """(1,44) Error MR1004 segments.s.exists: The value is "yes"; write `true` or `false`.""")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","ignoreCase":1,"in":["x"]}}}""",
        "(1,48) Error MR1004 segments.s.ignoreCase: The value is 1; write `true` or `false`.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","bucketIn":{}}}}""",
        "(1,46) Error MR1005 segments.s.bucketIn: `salt` is missing; a share of buckets needs it.",
        "(1,46) Error MR1005 segments.s.bucketIn: `toPercent` is missing; a share of buckets needs it.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","bucketIn":{"salt":"s","fromPercent":20,"toPercent":10}}}}""",
        "(1,46) Error MR1024 segments.s.bucketIn: The buckets go from 20 to 10 percent; `fromPercent` is at most `toPercent`.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","bucketIn":{"salt":"s","toPercent":101}}}}""",
        "(1,70) Error MR1024 segments.s.bucketIn.toPercent: 101 is out of range; write a percentage from 0 to 100.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","bucketIn":{"salt":"s","fromPercent":-1,"toPercent":1}}}}""",
        "(1,72) Error MR1024 segments.s.bucketIn.fromPercent: -1 is out of range; write a percentage from 0 to 100.")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","bucketIn":{"salt":"a/rollout","toPercent":1}}}}""",
        """(1,54) Error MR1014 segments.s.bucketIn.salt: The salt "a/rollout" belongs to a rollout; choose one that does not end in `/rollout` or `/rollout/<number>`.""")]
    [InlineData(
        """{"segments":{"s":{"attribute":"a","bucketIn":{"slat":"s","salt":"s","toPercent":1}}}}""",
        "(1,47) Error MR1002 segments.s.bucketIn.slat: `slat` is not a property of a share of buckets. Did you mean `salt`?")]
    public void Read_Wrong_TellsWhatAndWhere(string document, params string[] expected) => Assert.Equal(expected, Reading.Of(document).Told);
}
